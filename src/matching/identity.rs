//! What a notice adds to one of the same name that is here.
//!
//! The same notice reaches a desk in several shapes: the publisher's file with every field, a table that somebody made of it
//! with ten columns, a day where the file has the hour. What a shape leaves out it does not take back: a field counts only
//! where it says something that does not stand here already. So a poorer shape of a known notice is no news, and a revision
//! keeps what it does not speak of.

use crate::domain::lead::{Field, FieldState, Lot, Notice};

/// The notice as it stands once the newer is known: its own fields where they say something new, else those that stand.
pub fn over(newer: Notice, standing: &Notice) -> Notice {
    let old = standing.clone();
    Notice {
        url: newer.url.or(old.url),
        platform: newer.platform.or(old.platform),
        ocid: newer.ocid.or(old.ocid),
        customer: field(newer.customer, old.customer),
        customer_unit: field(newer.customer_unit, old.customer_unit),
        agency: field(newer.agency, old.agency),
        province: field(newer.province, old.province),
        city: field(newer.city, old.city),
        site: field(newer.site, old.site),
        category: field(newer.category, old.category),
        stage: field(newer.stage, old.stage),
        method: field(newer.method, old.method),
        project_no: field(newer.project_no, old.project_no),
        number_scheme: newer.number_scheme.or(old.number_scheme),
        round: field(newer.round, old.round),
        published: field(newer.published, old.published),
        sale_start: field(newer.sale_start, old.sale_start),
        sale_end: field(newer.sale_end, old.sale_end),
        registration_end: field(newer.registration_end, old.registration_end),
        deadline: field(newer.deadline, old.deadline),
        opening: field(newer.opening, old.opening),
        budget: field(newer.budget, old.budget),
        cap: field(newer.cap, old.cap),
        content: field(newer.content, old.content),
        qualification: field(newer.qualification, old.qualification),
        performance: field(newer.performance, old.performance),
        branch_clause: field(newer.branch_clause, old.branch_clause),
        consortium: field(newer.consortium, old.consortium),
        authorisation: field(newer.authorisation, old.authorisation),
        lots: if newer.lots == [Lot::whole()] { old.lots } else { newer.lots },
        identity: newer.identity,
        title: newer.title,
    }
}

/// Whether a notice says nothing that does not stand in a version that is here.
pub fn adds_nothing(newer: &Notice, standing: &Notice) -> bool {
    newer == standing || over(newer.clone(), standing) == *standing
}

/// Whether two notices are one because they stand at the same address. Two ids of the publisher's own are two notices, even
/// at one address, and so are two project numbers.
pub fn joined_by_address(a: &Notice, b: &Notice) -> bool {
    let unnamed = |notice: &Notice| notice.url.as_ref() == Some(&notice.identity);
    let numbers = a.project_no.value.as_ref().zip(b.project_no.value.as_ref());
    a.url.is_some()
        && a.url == b.url
        && (unnamed(a) || unnamed(b))
        && numbers.is_none_or(|(a, b)| a == b)
}

fn field<T: PartialEq>(newer: Field<T>, old: Field<T>) -> Field<T> {
    if stands(&newer, &old) { old } else { newer }
}

/// Whether a field says nothing, the same, or words to review that are among those that were read here.
fn stands<T: PartialEq>(newer: &Field<T>, old: &Field<T>) -> bool {
    if newer.state == FieldState::NotStated {
        return true;
    }
    if newer.value.is_some() {
        return newer.value == old.value;
    }
    // No words are no words, whichever way a shape writes that.
    let said = |field: &'_ Field<T>| field.text.clone().filter(|text| !text.is_empty());
    let (Some(words), Some(known)) = (said(newer), said(old)) else {
        return newer.state == old.state && said(newer) == said(old);
    };
    match old.state {
        _ if newer.state == old.state && words == known => true,
        FieldState::Recognised | FieldState::ToReview => {
            newer.state == FieldState::ToReview && known.contains(&words)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use chrono::{DateTime, Utc};

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn full() -> Notice {
        let mut notice = Notice::bare("jia-1".to_owned(), "某项目".to_owned());
        notice.url = Some("https://example.invalid/1".to_owned());
        notice.published =
            Field::recognised(at("2026-03-02T07:05:20Z"), "2026-03-02 15:05:20", "createDate");
        notice.deadline =
            Field::recognised(at("2026-03-12T01:30:00Z"), "3月12日9时30分", "deadline");
        notice.qualification = Field::recognised("资格".to_owned(), "资格", "qualification");
        notice
    }

    fn poor() -> Notice {
        let mut notice = Notice::bare("jia-1".to_owned(), "某项目".to_owned());
        notice.published = Field::to_review("2026-03-02", "createDate");
        notice.deadline =
            Field::recognised(at("2026-03-12T01:30:00Z"), "2026-03-12 09:30", "deadline");
        notice
    }

    #[test]
    fn a_poorer_shape_is_no_news_and_a_richer_one_is() {
        assert!(adds_nothing(&poor(), &full()));
        let mut midnight = full();
        midnight.published = Field::to_review("2026-03-02 00:00:00", "createDate");
        assert!(adds_nothing(&poor(), &midnight));
        assert!(!adds_nothing(&full(), &poor()));
        assert!(adds_nothing(&full(), &over(full(), &poor())));
    }

    #[test]
    fn what_contradicts_is_news_and_the_rest_stays() {
        let mut moved = poor();
        moved.deadline = Field::to_review("延期，另行通知", "deadline");
        assert!(!adds_nothing(&moved, &full()));
        let now = over(moved.clone(), &full());
        assert_eq!(now.deadline, moved.deadline);
        assert_eq!((now.qualification, now.published), (full().qualification, full().published));
        let mut other_day = poor();
        other_day.published = Field::to_review("2026-03-05", "createDate");
        assert!(!adds_nothing(&other_day, &full()));
        let mut attached = poor();
        attached.deadline = Field::attachment_pending("详见附件", "deadline");
        assert!(!adds_nothing(&attached, &full()), "what was stated and is so no more");
    }

    #[test]
    fn an_address_joins_a_notice_with_an_id_and_one_without() {
        let named = full();
        let unnamed = Notice { identity: named.url.clone().unwrap(), ..full() };
        let other = Notice { identity: "jia-2".to_owned(), ..full() };
        assert!(joined_by_address(&unnamed, &named) && joined_by_address(&named, &unnamed));
        assert!(!joined_by_address(&other, &named));
        let number = |n: &str| Field::recognised(n.to_owned(), n, "projectNo");
        let a = Notice { project_no: number("P-1"), ..unnamed };
        let b = Notice { project_no: number("P-2"), ..named };
        assert!(!joined_by_address(&a, &b));
    }
}
