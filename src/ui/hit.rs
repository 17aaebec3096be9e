//! What stands at a cell of the main screen: the tile of a province, a row of a list, a pane.

use ratatui::layout::Rect;

use super::pane;
use super::screen;
use crate::model::{Form, Hit, Model};

/// What a pointer points at; nothing while a layer lies above, which is worked by keys, and nothing outside the panes.
pub fn hit(model: &Model, x: u16, y: u16) -> Option<Hit> {
    if !model.layers.is_empty() || model.form() == Form::TooSmall {
        return None;
    }
    let (width, height) = model.size;
    let plan = screen::plan(model, Rect::new(0, 0, width, height));
    let place = plan.panes.iter().find(|place| place.area.contains((x, y).into()))?;
    let within = place.open.then(|| pane::hit(place, model, x, y)).flatten();
    Some(within.unwrap_or(Hit::Pane(place.pane)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use chrono::{DateTime, Utc};

    use super::*;
    use crate::domain::territory::TILES;
    use crate::i18n::Lang;
    use crate::model::Pane;

    fn model(size: (u16, u16)) -> Model {
        Model::new(Lang::Zh, size, DateTime::<Utc>::UNIX_EPOCH)
    }

    fn all(model: &Model) -> Vec<Hit> {
        let (width, height) = model.size;
        let cells = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        cells.filter_map(|(x, y)| hit(model, x, y)).collect()
    }

    #[test]
    fn every_tile_can_be_pointed_at_wherever_the_map_is_open() {
        for size in [(120, 40), (80, 24), (60, 16)] {
            let mut model = model(size);
            model.focus = Pane::Territory;
            let hits = all(&model);
            for (code, ..) in TILES {
                assert!(hits.contains(&Hit::Province((*code).to_owned())), "{code} at {size:?}");
            }
        }
    }

    #[test]
    fn a_closed_pane_is_pointed_at_by_its_line_and_nothing_below_a_layer() {
        let mut model = model((80, 24));
        model.focus = Pane::Leads;
        let hits = all(&model);
        for pane in Pane::ALL {
            assert!(hits.contains(&Hit::Pane(pane)), "{pane:?}");
        }
        model.layers.push(crate::model::layer::Layer::Help { scroll: 0 });
        assert!(all(&model).is_empty());
        assert!(all(&self::model((10, 3))).is_empty());
    }
}
