//! Who buys, who runs the procedure, and where the works are.

use super::super::json_value::{Object, Value, words};
use crate::domain::lead::{Field, FieldState};
use crate::domain::territory::{find_province, place_in};

/// The parties of a release.
pub(super) struct Parties {
    pub(super) customer: Field<String>,
    pub(super) customer_unit: Field<String>,
    pub(super) agency: Field<String>,
}

/// An organisation as one place of the release names it.
struct Named {
    name: Field<String>,
    id: Option<String>,
}

fn named(value: Option<Value<'_>>) -> Named {
    let object = value.as_ref().and_then(Value::object);
    let id = object.as_ref().and_then(|object| object.line("id"));
    let name = match (object, value) {
        (Some(object), _) => words(object.get("name")),
        (None, Some(value)) => value.doubt(),
        (None, None) => Field::not_stated(),
    };
    Named { name, id }
}

/// The one party with a role; several make a field for a person.
fn with_role(parties: &[Object<'_>], role: &str) -> Named {
    let has = |party: &&Object<'_>| {
        let roles = party.get("roles").and_then(|roles| roles.list()).unwrap_or_default();
        roles.iter().any(|known| known.line().as_deref() == Some(role))
    };
    let found: Vec<&Object<'_>> = parties.iter().filter(has).collect();
    match found.as_slice() {
        [] => Named { name: Field::not_stated(), id: None },
        [one] => Named { name: words(one.get("name")), id: one.line("id") },
        several => {
            let names: Vec<String> =
                several.iter().filter_map(|party| party.line("name")).collect();
            Named { name: Field::to_review(&names.join("；"), "parties[].name"), id: None }
        }
    }
}

/// Reads `buyer`, `tender.procuringEntity` and `parties`.
pub(super) fn parties(row: &Object<'_>) -> Parties {
    let parties = row.objects("parties");
    let mut buyer = named(row.get("buyer"));
    if buyer.name.is_not_stated() {
        buyer = with_role(&parties, "buyer");
    }
    let entity = named(row.at(&["tender", "procuringEntity"]));
    let mut agency = with_role(&parties, "procurementAgency").name;
    let mut customer_unit = Field::not_stated();
    if buyer.name.is_not_stated() {
        // Who runs a procedure may do so for another: whose works these are is not said.
        let customer = match &entity.name {
            Field { text: Some(text), source: Some(source), .. } => {
                Field::to_review(text, &source.field)
            }
            _ => Field::not_stated(),
        };
        return Parties { customer, customer_unit, agency };
    }
    let same_id = entity.id.is_some() && entity.id == buyer.id;
    let same = same_id || entity.name.value == buyer.name.value;
    if !same && entity.name.state != FieldState::NotStated {
        if belongs(&parties, &entity, &buyer) {
            customer_unit = entity.name;
        } else if agency.is_not_stated() {
            agency = entity.name;
        }
    }
    Parties { customer: buyer.name, customer_unit, agency }
}

/// Whether the entity's party says that it is a member of the buyer.
fn belongs(parties: &[Object<'_>], entity: &Named, buyer: &Named) -> bool {
    let is = |of: &Object<'_>, whom: &Named| {
        let id = of.line("id");
        (id.is_some() && id == whom.id) || whom.name.value.is_some_and_eq(of.line("name").as_ref())
    };
    let party = parties.iter().find(|party| is(party, entity));
    party.is_some_and(|party| party.objects("memberOf").iter().any(|of| is(of, buyer)))
}

trait IsSomeAndEq<T> {
    fn is_some_and_eq(&self, other: Option<&T>) -> bool;
}

impl<T: PartialEq> IsSomeAndEq<T> for Option<T> {
    fn is_some_and_eq(&self, other: Option<&T>) -> bool {
        self.as_ref().is_some_and(|mine| Some(mine) == other)
    }
}

/// Where the works are.
pub(super) struct Site {
    pub(super) site: Field<String>,
    pub(super) province: Field<String>,
    pub(super) city: Field<String>,
}

/// The parts of an address, the largest first.
const PARTS: [&str; 4] = ["region", "locality", "streetAddress", "description"];

/// Reads where the items are delivered.
pub(super) fn place(row: &Object<'_>) -> Site {
    let tender = row.get("tender").and_then(|tender| tender.object());
    let items = tender.map(|tender| tender.objects("items")).unwrap_or_default();
    let mut sites: Vec<(String, Option<String>)> = Vec::new();
    for item in &items {
        let mut addresses = item.objects("deliveryAddresses");
        addresses.extend(item.get("deliveryAddress").and_then(|address| address.object()));
        addresses.extend(item.get("deliveryLocation").and_then(|place| place.object()));
        addresses.extend(item.objects("deliveryLocations"));
        for address in addresses {
            let parts: Vec<String> = PARTS.iter().filter_map(|part| address.line(part)).collect();
            let site = (parts.join(" "), address.line("region"));
            if !site.0.is_empty() && !sites.contains(&site) {
                sites.push(site);
            }
        }
    }
    let path = "tender.items[].deliveryAddress";
    let Some((first, region)) = sites.first() else {
        let none = Field::not_stated();
        return Site { site: none.clone(), province: none.clone(), city: none };
    };
    let text = sites.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join("；");
    let found = place_in(&text);
    let whole = region.as_deref().and_then(find_province).filter(|_| sites.len() == 1);
    let province = found.as_ref().map(|place| place.province).or(whole);
    let shown = if sites.len() == 1 { first } else { &text };
    let province = match province {
        Some(province) => Field::recognised(province.code.clone(), shown, path),
        None => Field::to_review(shown, path),
    };
    let city = found.and_then(|place| place.city);
    let city = city.map(|city| Field::recognised(city.code.clone(), shown, path));
    Site {
        site: Field::recognised(text.clone(), &text, path),
        province,
        city: city.unwrap_or_default(),
    }
}
