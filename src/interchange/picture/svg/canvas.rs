//! The sheet on which a figure is drawn: texts, boxes and lines at their places, from the top down.
//!
//! Widths of texts follow from their display columns, half a letter's height each and a little more, since nobody knows which
//! font will be at hand.

use crate::interchange::picture::palette::{HUES, Hue, INK, MUTED, PAPER, hex};
use crate::text::clean::is_hidden;
use crate::text::width::{columns, elide};
use crate::text::wrap::wrap;

/// Room around everything.
pub(super) const MARGIN: usize = 24;

/// Fonts with Chinese letters, as the systems of this world have them.
const FONTS: &str =
    "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei',sans-serif";

/// Room of a legend's sign and of the gaps around it.
const SIGN: usize = 36;
const GAP: usize = 8;

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    /// Height of its letters.
    pub size: usize,
    /// Which point of it stands at its place.
    pub anchor: &'static str,
    /// Whether it is bold.
    pub bold: bool,
    /// Its colour.
    pub colour: u32,
}

/// Ordinary text.
pub(super) const TEXT: Type = Type { size: 14, anchor: "start", bold: false, colour: INK };

/// What is already drawn, and how far down it reaches.
#[derive(Debug)]
pub(super) struct Canvas {
    /// How wide it is.
    pub width: usize,
    /// The first height that is free.
    pub y: usize,
    body: String,
}

impl Canvas {
    /// An empty one.
    pub fn new(width: usize) -> Canvas {
        Canvas { width, y: MARGIN, body: String::new() }
    }

    /// Columns between the margins.
    pub fn room(&self) -> usize {
        self.width.saturating_sub(2 * MARGIN)
    }

    /// The title, on as many lines as it needs.
    pub fn heading(&mut self, title: &str) {
        self.paragraph(title, Type { size: 20, bold: true, ..TEXT });
    }

    /// The sentence below.
    pub fn note(&mut self, note: &str) {
        self.y += GAP;
        self.paragraph(note, Type { size: 12, colour: MUTED, ..TEXT });
    }

    fn paragraph(&mut self, text: &str, of: Type) {
        let text = legible(text);
        for line in wrap(&text, fits(self.room(), of.size).max(1)) {
            self.text((MARGIN, self.y + of.size), line, of);
            self.y += of.size * 3 / 2;
        }
        self.y += GAP;
    }

    /// A text with its foot at a place.
    pub fn text(&mut self, (x, y): (usize, usize), text: &str, of: Type) {
        if text.is_empty() {
            return;
        }
        let weight = if of.bold { " font-weight=\"bold\"" } else { "" };
        let (size, anchor, colour) = (of.size, of.anchor, hex(of.colour));
        self.add(&format!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" text-anchor=\"{anchor}\" \
             fill=\"{colour}\"{weight}>{}</text>",
            escape(text)
        ));
    }

    /// A box; `look` is its fill and stroke.
    pub fn rect(&mut self, (x, y): (usize, usize), (width, height): (usize, usize), look: &str) {
        self.add(&format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" {look}/>"
        ));
    }

    /// A stroke from one place to another.
    pub fn stroke(&mut self, from: (usize, usize), to: (usize, usize), look: &str) {
        let ((x1, y1), (x2, y2)) = (from, to);
        self.add(&format!("<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" {look}/>"));
    }

    /// What belongs together, with the words that a pointer over it shows. [`Canvas::close`] ends it.
    pub fn open(&mut self, words: &str) {
        self.add(&format!("<g><title>{}</title>", escape(words)));
    }

    /// Ends what [`Canvas::open`] began.
    pub fn close(&mut self) {
        self.add("</g>");
    }

    /// An element of our own making: no text from outside may be in it.
    pub fn add(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }

    /// Names with their signs, side by side as many as fit. `sign` draws one in a box of 36 by 18 at its place.
    pub fn legend(
        &mut self,
        names: &[String],
        mut sign: impl FnMut(&mut Canvas, usize, (usize, usize)),
    ) {
        let mut x = MARGIN;
        self.y += GAP;
        for (index, name) in names.iter().enumerate() {
            let name = short(name, TEXT.size, self.room().saturating_sub(SIGN + GAP));
            let wide = SIGN + GAP + wide(&name, TEXT.size) + 3 * GAP;
            if x > MARGIN && x + wide > self.width.saturating_sub(MARGIN) {
                x = MARGIN;
                self.y += 26;
            }
            let y = self.y;
            sign(self, index, (x, y));
            self.text((x + SIGN + GAP, y + 14), &name, TEXT);
            x += wide;
        }
        if !names.is_empty() {
            self.y += 26;
        }
    }

    /// The whole file.
    pub fn finish(self, title: &str, told: &str) -> String {
        let (width, height) = (self.width, self.y + MARGIN);
        let (title, told) = (escape(title), escape(told));
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"{width}\" \
             height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
             aria-label=\"{title}\" font-family=\"{FONTS}\">\n\
             <title>{title}</title>\n<desc>{told}</desc>\n<defs>\n{}</defs>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n{}</svg>\n",
            patterns(),
            hex(PAPER),
            self.body
        )
    }
}

/// The patterns of the groups, called `hue-0` and so on.
fn patterns() -> String {
    let pattern = |(index, hue): (usize, &Hue)| {
        let (fill, deep, path) = (hex(hue.fill), hex(hue.deep), hue.pattern);
        format!(
            "<pattern id=\"hue-{index}\" width=\"8\" height=\"8\" \
             patternUnits=\"userSpaceOnUse\"><rect width=\"8\" height=\"8\" fill=\"{fill}\"/>\
             <path d=\"{path}\" fill=\"none\" stroke=\"{deep}\" stroke-width=\"1.5\"/></pattern>\n"
        )
    };
    HUES.iter().enumerate().map(pattern).collect()
}

/// The fill of a group's pattern.
pub(super) fn patterned(index: usize) -> String {
    format!("fill=\"url(#hue-{})\"", index % HUES.len())
}

/// How wide a text will be at most, in pixels.
pub(super) fn wide(text: &str, size: usize) -> usize {
    (columns(text) * size * 9).div_ceil(16)
}

/// How many columns of a text fit.
fn fits(room: usize, size: usize) -> usize {
    room * 16 / (size * 9).max(1)
}

/// A text that fits, with `…` where something is left out.
pub(super) fn short(text: &str, size: usize, room: usize) -> String {
    elide(&legible(text), fits(room, size))
}

/// A text without what acts on a terminal or has no place in XML; line ends and tabs become blanks.
fn legible(text: &str) -> String {
    // These two XML forbids though they are no control characters.
    let forbidden = |c: char| is_hidden(c) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    let blanks = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    blanks.filter(|c| !forbidden(*c)).collect()
}

/// A text that is only text wherever it stands, between tags or in quotes.
pub(super) fn escape(text: &str) -> String {
    let text = legible(text);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
