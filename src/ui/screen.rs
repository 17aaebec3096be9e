//! Where everything stands: the places of header, panes and footer in the forms of the main screen.
//!
//! Wide: territory at the left, conflicts above leads at the right, meetings across the bottom. Narrow: an accordion, in
//! which the focused pane is open and the others are lines. Zoomed: the focused pane alone. All of it is saturating
//! arithmetic, so that a screen smaller than its form gives empty places and no fault.

use crate::ui::widget::{split_columns, split_rows};
use ratatui::layout::Rect;

use crate::model::{Form, Model, Pane};

/// Columns of the territory pane on a wide screen: the tile map and its border.
const TERRITORY_COLUMNS: u16 = 44;

/// Lines of the meetings pane on a wide screen, at least and at most.
const MINUTES_LINES: (u16, u16) = (5, 12);

/// The place of a pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which pane.
    pub pane: Pane,
    /// Where.
    pub area: Rect,
    /// A box with its content, or one line with the counts.
    pub open: bool,
}

/// The places of the main screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Who and when.
    pub header: Rect,
    /// The panes.
    pub panes: Vec<Place>,
    /// The commands.
    pub footer: Rect,
}

/// Lays the main screen out.
pub fn plan(model: &Model, area: Rect) -> Plan {
    let (header, rest) = split_rows(area, 1);
    let (body, footer) = split_rows(rest, rest.height.saturating_sub(1));
    let panes = match model.form() {
        _ if model.zoomed => vec![Place { pane: model.focus, area: body, open: true }],
        Form::Wide => wide(body),
        Form::Accordion | Form::TooSmall => accordion(model.focus, body),
    };
    Plan { header, panes, footer }
}

fn wide(body: Rect) -> Vec<Place> {
    let minutes_lines = (body.height / 5).clamp(MINUTES_LINES.0, MINUTES_LINES.1);
    let (upper, minutes) = split_rows(body, body.height.saturating_sub(minutes_lines));
    let (territory, right) = split_columns(upper, TERRITORY_COLUMNS);
    // Conflicts get the greater half: their clocks run.
    let (conflicts, leads) =
        split_rows(right, right.height.saturating_sub(right.height.saturating_mul(9) / 20));
    let open = |pane, area| Place { pane, area, open: true };
    vec![
        open(Pane::Territory, territory),
        open(Pane::Conflicts, conflicts),
        open(Pane::Leads, leads),
        open(Pane::Minutes, minutes),
    ]
}

fn accordion(focus: Pane, body: Rect) -> Vec<Place> {
    let closed = u16::try_from(Pane::ALL.len().saturating_sub(1)).unwrap_or(0);
    let room = body.height.saturating_sub(closed);
    let mut rest = body;
    let mut places = Vec::with_capacity(Pane::ALL.len());
    for pane in Pane::ALL {
        let open = pane == focus;
        let (area, below) = split_rows(rest, if open { room } else { 1 });
        places.push(Place { pane, area, open });
        rest = below;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use chrono::{DateTime, Utc};

    #[test]
    fn the_places_cover_the_screen_and_do_not_overlap() {
        for (width, height) in [(60, 16), (80, 24), (99, 60), (100, 30), (200, 200)] {
            for focus in Pane::ALL {
                for zoomed in [false, true] {
                    let mut model =
                        Model::new(Lang::Zh, (width, height), DateTime::<Utc>::UNIX_EPOCH);
                    (model.focus, model.zoomed) = (focus, zoomed);
                    let area = Rect::new(0, 0, width, height);
                    let plan = plan(&model, area);
                    let panes = plan.panes.iter().map(|place| place.area);
                    let cells: u32 = panes.chain([plan.header, plan.footer]).map(Rect::area).sum();
                    assert_eq!(cells, area.area(), "{width}x{height} {focus:?} {zoomed}");
                    let open =
                        plan.panes.iter().any(|p| p.pane == focus && p.open && p.area.height > 2);
                    assert!(open, "the focused pane is open");
                }
            }
        }
    }
}
