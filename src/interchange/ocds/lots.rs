//! The lots of a tender: the lots extension's, else what the items or the title divide it into.

use super::super::json_value::Object;
use super::super::notice_json;
use super::value;
use crate::domain::lead::Lot;
use crate::text::clean::clean_line;

/// Reads `tender.lots`, else the items' `relatedLot`, else the title and what is bought; never empty.
///
/// A lot without an id is numbered by its place (`#2`), since leaving it out would leave it unguarded. A lot's sum in
/// another currency than yuan is not kept.
pub(super) fn lots(row: &Object<'_>, title: &str, content: Option<&str>) -> Vec<Lot> {
    let tender = row.get("tender").and_then(|tender| tender.object());
    let mut lots: Vec<Lot> = Vec::new();
    let mut add = |lot: Lot| {
        if lots.iter().all(|known| known.id != lot.id) {
            lots.push(lot);
        }
    };
    if let Some(tender) = &tender {
        for (lot, place) in tender.objects("lots").iter().zip(1_usize..) {
            let id = lot.line("id").unwrap_or_else(|| format!("#{place}"));
            let title = lot.line("title").or_else(|| lot.line("description")).unwrap_or_default();
            add(Lot { id, title, budget: value::amount(lot.get("value")).value });
        }
    }
    if lots.is_empty() {
        let mut add = |id: String| {
            if !id.is_empty() && lots.iter().all(|known: &Lot| known.id != id) {
                lots.push(Lot { id, title: String::new(), budget: None });
            }
        };
        for item in tender.iter().flat_map(|tender| tender.objects("items")) {
            if let Some(id) = item.line("relatedLot") {
                add(clean_line(&id));
            }
        }
    }
    if lots.is_empty() { notice_json::lots::lots(title, content) } else { lots }
}
