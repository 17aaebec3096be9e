//! Styles by role, never by colour at the place of use: the sixteen terminal colours by name, or modifiers alone.
//!
//! State is told by words and marks; colour only repeats it, so that `mono` loses nothing.

use ratatui::style::{Color, Modifier, Style};

use crate::domain::territory::RegionCode;

/// What a piece of the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Ordinary text.
    Text,
    /// What matters less: labels, disabled commands.
    Dim,
    /// Titles of panes and tabs.
    Title,
    /// Border of the pane that has the keys.
    Focus,
    /// Border of the others.
    Border,
    /// The selected row.
    Selected,
    /// Overdue, refused, contested.
    Alarm,
    /// Soon due, assumed, estimated.
    Warn,
    /// Received, done.
    Good,
    /// Keys and numbers to act on.
    Key,
    /// The own region on the map, in its colour.
    OwnRegion(RegionCode),
    /// Another region on the map, in its colour.
    OtherRegion(RegionCode),
    /// The selected tile.
    Tile,
    /// What a search found.
    Match,
    /// The header line.
    Header,
}

/// A set of styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// The terminal's own sixteen colours.
    #[default]
    Named,
    /// Modifiers only: what `NO_COLOR` selects.
    Mono,
}

impl Theme {
    /// The theme of the environment: `NO_COLOR` set to anything but nothing selects [`Theme::Mono`].
    pub fn from_environment(get: impl Fn(&str) -> Option<String>) -> Theme {
        if get("NO_COLOR").is_some_and(|value| !value.is_empty()) {
            Theme::Mono
        } else {
            Theme::Named
        }
    }

    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        match self {
            Theme::Named => named(role),
            Theme::Mono => mono(role),
        }
    }
}

fn named(role: Role) -> Style {
    let plain = Style::new();
    match role {
        Role::Text => plain,
        Role::Dim | Role::Border => plain.fg(Color::DarkGray),
        Role::Title => plain.add_modifier(Modifier::BOLD),
        Role::Focus => plain.fg(Color::Cyan).add_modifier(Modifier::BOLD),
        // One colour across the row: reversed pieces of many colours would read as marks.
        Role::Selected => plain.fg(Color::Reset).add_modifier(Modifier::REVERSED),
        Role::Tile => plain.add_modifier(Modifier::REVERSED),
        Role::Alarm => plain.fg(Color::Red).add_modifier(Modifier::BOLD),
        Role::Warn => plain.fg(Color::Yellow),
        Role::Good => plain.fg(Color::Green),
        Role::Key => plain.fg(Color::Cyan),
        Role::OwnRegion(region) => plain.fg(colour(region)).add_modifier(Modifier::BOLD),
        Role::OtherRegion(region) => plain.fg(colour(region)),
        Role::Match => plain.fg(Color::Yellow).add_modifier(Modifier::UNDERLINED),
        Role::Header => plain.add_modifier(Modifier::BOLD),
    }
}

/// The colour of a region on the map. It says nothing that the legend does not say in words.
fn colour(region: RegionCode) -> Color {
    match region {
        RegionCode::NE => Color::LightBlue,
        RegionCode::EC => Color::Cyan,
        RegionCode::SC => Color::Magenta,
        RegionCode::SW => Color::LightGreen,
    }
}

fn mono(role: Role) -> Style {
    let plain = Style::new();
    match role {
        Role::Text | Role::Warn | Role::Good | Role::OtherRegion(_) => plain,
        Role::Dim | Role::Border => plain.add_modifier(Modifier::DIM),
        Role::Title | Role::Focus | Role::Header | Role::Key | Role::OwnRegion(_) => {
            plain.add_modifier(Modifier::BOLD)
        }
        Role::Alarm => plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        Role::Selected | Role::Tile => plain.add_modifier(Modifier::REVERSED),
        Role::Match => plain.add_modifier(Modifier::UNDERLINED),
    }
}
