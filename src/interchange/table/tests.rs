//! Tables as people make them, good and bad; and what was written comes back.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::ops::ControlFlow;

use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::mapping::{Mapping, Mappings};
use super::{cell, csv, xlsx};
use crate::domain::calendar::local;
use crate::domain::lead::{FieldState, Notice};
use crate::interchange::export;
use crate::interchange::{
    FileFault, Glance, MAX_ROW, Opened, Reason, Row, read_all, rows_by, sample,
};

const ENGLISH: &[u8] = include_bytes!("../../../tests/fixtures/tables/semicolons-english.csv");

fn taken(rows: &[Row]) -> Vec<&Notice> {
    rows.iter().filter_map(|row| row.as_ref().ok()).collect()
}

fn refused(rows: &[Row]) -> Vec<(usize, Reason)> {
    rows.iter().filter_map(|row| row.as_ref().err()).map(|r| (r.row, r.reason)).collect()
}

fn csv_rows(text: &str) -> Vec<Row> {
    rows_by(csv::read, text.as_bytes()).unwrap()
}

/// Rows until a fault, and the fault.
fn until_fault(text: &[u8]) -> (usize, Option<FileFault>) {
    let mut count = 0;
    let fault = csv::read(&mut Opened::new("", &mut Cursor::new(text)), &mut |_| {
        count += 1;
        ControlFlow::Continue(())
    });
    (count, fault.err())
}

#[test]
fn a_table_is_known_by_its_headings_wherever_they_stand() {
    let (id, rows) = read_all(ENGLISH).unwrap();
    assert_eq!(id, "csv");
    let [first, second] = taken(&rows)[..] else { panic!("two notices: {rows:?}") };
    assert_eq!(first.identity, "https://example.invalid/n/7");
    assert_eq!(first.title, "Cable works; north");
    assert_eq!(first.customer.value.as_deref(), Some("Example Telecom"));
    assert_eq!(first.province.value.as_deref(), Some("320000"));
    assert_eq!(
        first.budget.value.map(|amount| amount.fen),
        Some(26_500_000),
        "the heading gives the unit"
    );
    assert_eq!(local(first.deadline.value.unwrap()).to_string(), "2026-12-05 09:30:00");
    assert_eq!(second.title, "Towers \"phase 2\"");
    assert_eq!(second.deadline.state, FieldState::ToReview, "a day is no moment");
    assert_eq!(
        refused(&rows),
        [(7, Reason::TitleMissing)],
        "rows count as a spreadsheet counts them"
    );
}

#[test]
fn any_order_separator_and_line_end_will_do() {
    let expected = csv_rows("项目名称,招标人,截止时间\n某项目,甲通信,2026-03-12 09:30\n");
    for text in [
        "截止时间,项目名称,招标人\r\n2026-03-12 09:30,某项目,甲通信\r\n",
        "项目名称\t招标人\t截止时间\n某项目\t甲通信\t2026-03-12 09:30",
        "sep=;\n项目名称;招标人;截止时间\n某项目;甲通信;2026-03-12 09:30\n",
        "项目名称,招标人,截止时间\r某项目,甲通信,2026-03-12 09:30\r",
        "\u{feff}序号,项目名称,招标人,截止时间\n1,某项目,甲通信,2026-03-12 09:30\n",
    ] {
        assert_eq!(csv_rows(text), expected, "{text:?}");
    }
}

#[test]
fn a_cell_may_hold_lines_quotes_and_separators() {
    let rows = csv_rows("标题,采购内容\n\"甲,\"\"乙\"\"\",\"一\n二\"\n丙,丁\n");
    let [first, second] = taken(&rows)[..] else { panic!("two") };
    assert_eq!(
        (first.title.as_str(), first.content.value.as_deref()),
        ("甲,\"乙\"", Some("一\n二"))
    );
    assert_eq!(second.title, "丙");
}

#[test]
fn empty_rows_and_repeated_headings_are_no_rows() {
    let rows = csv_rows(
        "\n标题,网址\n,\n\n甲,https://example.invalid/1\n标题,网址\n乙,https://example.invalid/2\n",
    );
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(Result::is_ok));
}

#[test]
fn what_nobody_understands_is_asked_once() {
    let text = "事项,最晚,谁\n某项目,2026-03-12 09:30,甲\n";
    let fault = rows_by(csv::read, text.as_bytes()).unwrap_err();
    let headings = ["事项", "最晚", "谁"].map(str::to_owned).to_vec();
    assert_eq!(fault, FileFault::MappingNeeded { headings });

    let read = |mappings: &Mappings| {
        let mut rows = Vec::new();
        let mut bytes = Cursor::new(text.as_bytes());
        csv::read(&mut Opened::new("", &mut bytes).with(mappings), &mut |row| {
            rows.push(row);
            ControlFlow::Continue(())
        })
        .map(|()| rows)
    };
    let given = Mappings::none().with(Mapping::parse("title=事项,deadline=最晚").unwrap());
    let rows = read(&given).unwrap();
    let [notice] = taken(&rows)[..] else { panic!("one") };
    assert_eq!((notice.title.as_str(), notice.deadline.state), ("某项目", FieldState::Recognised));
    assert_eq!(read(&Mappings::remembered(given.used())), Ok(rows), "remembered");
    let other = Mappings::none().with(Mapping::parse("title=标题").unwrap());
    assert!(
        matches!(read(&other), Err(FileFault::MappingNeeded { .. })),
        "a heading that is not there"
    );
}

#[test]
fn who_a_row_is() {
    let one = |text: &str| taken(&csv_rows(text))[0].identity.clone();
    assert_eq!(one("id,标题,网址\njia-1,甲,https://example.invalid/1\n"), "jia-1");
    let serial = one("id,标题,网址\n1,甲,https://example.invalid/1\n");
    assert_eq!(serial, "https://example.invalid/1", "a serial number is no id");
    let number = one("项目编号,标题,网址\nP-1,甲（第二次）公告,https://example.invalid/\n");
    assert!(number.starts_with("row-"), "a front page is no address of a notice");
    assert_eq!(number, one("标题,项目编号,招标人\n甲 （第二次）公告,p-1,乙\n"), "number and title");
    assert_ne!(
        number,
        one("标题,项目编号\n甲（第三次）公告,P-1\n"),
        "another round is another notice"
    );
    let bare = one("标题,招标人\n信息系统升级改造项目,甲\n");
    assert_ne!(bare, one("标题,招标人\n信息系统升级改造项目,乙\n"), "the buyer decides");
    let rows = csv_rows("项目编号,标题\n2.08454E+18,甲\n");
    assert_eq!(refused(&rows), [(2, Reason::Rounded { column: "项目编号" })]);
}

#[test]
fn a_separator_without_quotes_shifts_no_cells() {
    let rows = csv_rows("标题,招标人\n甲,乙,丙\n丁,戊,\n");
    assert_eq!(refused(&rows), [(2, Reason::MoreCells { cells: 3, headings: 2 })]);
    assert_eq!(taken(&rows).len(), 1);
}

#[test]
fn a_deadline_before_the_publication_is_for_a_person() {
    let rows = csv_rows("标题,发布时间,截止时间\n甲,2026-03-12 09:00:00,2026-03-11 09:00\n");
    assert_eq!(taken(&rows)[0].deadline.state, FieldState::ToReview);
}

#[test]
fn a_wrong_byte_costs_its_row() {
    let mut bytes = "标题,招标人\n甲,乙\n丙,丁\n".as_bytes().to_vec();
    bytes.insert(bytes.len() - 4, 0xFF);
    let rows = rows_by(csv::read, &bytes).unwrap();
    assert_eq!(refused(&rows), [(3, Reason::NotText { encoding: "UTF-8" })]);
    assert_eq!(taken(&rows).len(), 1);
}

#[test]
fn a_table_that_breaks_off_keeps_its_rows_and_says_where() {
    let whole = "标题,招标人,网址\n甲,乙,https://example.invalid/1\n丙,\"丁\n戊\",https://example.invalid/2\n";
    assert_eq!(until_fault(whole.as_bytes()), (2, None));
    assert_eq!(until_fault(whole.trim_end().as_bytes()), (2, None), "no last line end is no harm");
    for end in ["丙", "丙,\"丁", "丙,\"丁\n", "丙,\"丁\n戊\"", "丙,\"丁\n戊\","] {
        let at = whole.find('丙').unwrap() + end.len();
        let last = until_fault(&whole.as_bytes()[..at]);
        if end.ends_with(',') {
            assert_eq!(last, (2, None), "an empty last cell");
        } else {
            assert_eq!(last, (1, Some(FileFault::CutOff { row: 3 })), "{end:?}");
        }
    }
    let at = whole.find('丙').unwrap() + 1;
    assert_eq!(until_fault(&whole.as_bytes()[..at]), (1, Some(FileFault::CutOff { row: 3 })));
}

/// A file that is made while it is read.
struct Made {
    head: &'static [u8],
    fill: &'static [u8],
    tail: &'static [u8],
    repeat: u64,
    at: u64,
}

impl Made {
    fn len(&self) -> u64 {
        (self.head.len() + self.tail.len()) as u64 + self.repeat * self.fill.len() as u64
    }

    fn byte(&self, at: u64) -> u8 {
        let (head, filled) = (self.head.len() as u64, self.repeat * self.fill.len() as u64);
        let of = |bytes: &[u8], at: u64| bytes[usize::try_from(at).unwrap()];
        if at < head {
            of(self.head, at)
        } else if at < head + filled {
            of(self.fill, (at - head) % self.fill.len() as u64)
        } else {
            of(self.tail, at - head - filled)
        }
    }
}

impl Read for Made {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = (self.len() - self.at).min(out.len() as u64);
        for (byte, at) in out.iter_mut().zip(self.at..self.at + count) {
            *byte = self.byte(at);
        }
        self.at += count;
        Ok(usize::try_from(count).unwrap())
    }
}

impl Seek for Made {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let SeekFrom::Start(at) = to else { panic!("only to the beginning") };
        self.at = at;
        Ok(at)
    }
}

#[test]
fn a_huge_line_and_a_million_columns_are_refused_alone() {
    for fill in [b"x".as_slice(), b"\"\"".as_slice(), b",".as_slice()] {
        let mut made = Made {
            head: "标题,招标人\n甲,乙\n".as_bytes(),
            fill,
            tail: "\n丙,丁\n".as_bytes(),
            repeat: 3_000_000,
            at: 0,
        };
        let mut rows = Vec::new();
        csv::read(&mut Opened::new("t.csv", &mut made), &mut |row| {
            rows.push(row);
            ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(refused(&rows), [(3, Reason::TooLarge)]);
        assert_eq!(taken(&rows).len(), 2);
    }
}

#[test]
fn a_table_is_told_from_prose_and_pictures() {
    let of = |extension: &str, head: &[u8]| {
        csv::detect(&Glance { extension: extension.to_owned(), head: head.to_vec() })
    };
    assert!(of("", "项目名称,招标人\n".as_bytes()));
    assert!(of("csv", "甲,乙\n".as_bytes()));
    assert!(!of("txt", "项目名称：某项目，招标人：甲。\n截止时间：2026年3月12日\n".as_bytes()));
    assert!(!of("", "项目名称\n".as_bytes()), "one word is no table");
    assert!(!of("csv", &[0x89, b'P', b'N', b'G', 0, 1, 2, 3, 0xFF, 0xFE, 5, 6]));
    assert!(!of("", b"<html><table>"));
}

fn workbook(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    workbook.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_gives_its_rows_dates_and_figures() {
    let bytes = workbook(|workbook| {
        let notes = workbook.add_worksheet();
        notes.write_string(0, 0, "说明").unwrap();
        let sheet = workbook.add_worksheet();
        sheet.merge_range(0, 0, 0, 3, "本周标讯", &Format::new()).unwrap();
        for (heading, at) in
            ["序号", "项目名称", "投标截止时间", "发布日期", "预算(万元)", "项目编号"]
                .iter()
                .zip(0..)
        {
            sheet.write_string(1, at, *heading).unwrap();
        }
        let moment = Format::new().set_num_format("yyyy/m/d h:mm");
        let day = Format::new().set_num_format("yyyy年m月d日");
        sheet.write_number(3, 0, 1.0).unwrap();
        sheet.write_string(3, 1, "某项目").unwrap();
        let at = ExcelDateTime::parse_from_str("2026-03-12T09:30:00").unwrap();
        sheet.write_datetime_with_format(3, 2, &at, &moment).unwrap();
        let at = ExcelDateTime::parse_from_str("2026-03-02").unwrap();
        sheet.write_datetime_with_format(3, 3, &at, &day).unwrap();
        sheet.write_number(3, 4, 36.54).unwrap();
        sheet.write_number(3, 5, 2_084_541_059_618.0).unwrap();
        sheet.write_string(4, 1, "另一项目").unwrap();
        sheet.write_number(4, 5, 2_084_541_059_618_103_297.0).unwrap();
        sheet.write_formula(5, 1, "=1+1").unwrap();
    });
    let (id, rows) = read_all(&bytes).unwrap();
    assert_eq!(id, "xlsx");
    let [first, formula] = taken(&rows)[..] else { panic!("two: {rows:?}") };
    assert_eq!(first.title, "某项目");
    assert_eq!(local(first.deadline.value.unwrap()).to_string(), "2026-03-12 09:30:00");
    assert_eq!(
        (first.published.state, first.published.text.as_deref()),
        (FieldState::ToReview, Some("2026-03-02"))
    );
    assert_eq!(first.budget.value.map(|amount| amount.fen), Some(36_540_000));
    assert_eq!(first.project_no.value.as_deref(), Some("2084541059618"));
    assert_eq!(formula.title, "0", "a formula counts as its last result");
    assert_eq!(refused(&rows), [(5, Reason::Rounded { column: "项目编号" })]);
}

#[test]
fn a_workbook_that_cannot_be_read_says_why() {
    let sheet = workbook(|workbook| {
        let sheet = workbook.add_worksheet();
        sheet.write_string(0, 0, "标题").unwrap();
        sheet.write_string(1, 0, "甲").unwrap();
    });
    assert_eq!(read_all(&sheet).unwrap().1.len(), 1);
    let cut = read_all(&sheet[..sheet.len() - 30]);
    assert!(matches!(cut, Err(FileFault::BrokenWorkbook { .. })), "{cut:?}");
    assert_eq!(read_all(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1old"), Err(FileFault::OldWorkbook));
    let unknown = workbook(|workbook| {
        let sheet = workbook.add_worksheet();
        sheet.write_string(2, 1, "事项").unwrap();
        sheet.write_string(2, 2, "最晚").unwrap();
        sheet.write_string(3, 1, "某项目").unwrap();
    });
    let headings = ["事项", "最晚"].map(str::to_owned).to_vec();
    assert_eq!(read_all(&unknown), Err(FileFault::MappingNeeded { headings }));
    assert_eq!(
        read_all(&workbook(|workbook| {
            workbook.add_worksheet();
        })),
        Err(FileFault::Empty)
    );
}

/// A part of a packed file: its name, and what fills it.
type Part<'a> = (&'a str, &'a dyn Fn(&mut dyn Write));

fn packed(parts: &[Part<'_>]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, fill) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        fill(&mut zip);
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_that_unpacks_to_anything_is_refused_before_it_is_read() {
    let zeros = vec![b'<'; 1 << 20];
    let bomb = packed(&[("xl/sharedStrings.xml", &|out| {
        for _ in 0..65 {
            out.write_all(&zeros).unwrap();
        }
    })]);
    assert!(bomb.len() < 1 << 20);
    assert!(matches!(read_all(&bomb), Err(FileFault::Unpacked { .. })));
    let text = vec![b'x'; 1 << 20];
    let piece = packed(&[("xl/worksheets/sheet1.xml", &|out| {
        for _ in 0..17 {
            out.write_all(&text).unwrap();
        }
    })]);
    assert!(matches!(read_all(&piece), Err(FileFault::Unpacked { .. })));
    let document = packed(&[("[Content_Types].xml", &|_| ()), ("word/document.xml", &|_| ())]);
    assert_eq!(read_all(&document), Err(FileFault::UnknownFormat));
}

#[test]
fn a_cell_of_ten_megabytes_costs_its_row() {
    let bytes = packed(&[
        ("[Content_Types].xml", &|out| {
            out.write_all(
                br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#,
            )
            .unwrap()
        }),
        ("_rels/.rels", &|out| {
            out.write_all(br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#).unwrap()
        }),
        ("xl/workbook.xml", &|out| {
            out.write_all(br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#).unwrap()
        }),
        ("xl/_rels/workbook.xml.rels", &|out| {
            out.write_all(br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#).unwrap()
        }),
        ("xl/worksheets/sheet1.xml", &|out| {
            let cell = |text: &str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
            let long = "x".repeat(10 << 20);
            let rows = [
                cell("标题") + &cell("招标人"),
                cell("甲") + &cell(&long),
                cell("丙") + &cell("丁"),
            ];
            let rows: String = rows.iter().map(|row| format!("<row>{row}</row>")).collect();
            write!(out, r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#).unwrap();
        }),
    ]);
    let rows = rows_by(xlsx::read, &bytes).unwrap();
    assert_eq!(refused(&rows), [(2, Reason::TooLarge)]);
    assert_eq!(taken(&rows).len(), 1);
}

#[test]
fn a_row_longer_than_any_notice_is_refused() {
    let text =
        format!("标题,采购内容,资格要求\n甲,{0},{0}\n乙,丙,丁\n", "长".repeat(MAX_ROW / 6 + 9));
    assert_eq!(refused(&csv_rows(&text)), [(2, Reason::TooLarge)]);
}

fn exported_csv(notices: &[Notice]) -> Vec<u8> {
    let mut out = Vec::new();
    assert_eq!(export::table::csv(&mut out, notices).unwrap(), notices.len());
    out
}

fn exported_xlsx(notices: &[Notice]) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    let written = export::xlsx::xlsx(&mut out, notices).unwrap();
    assert_eq!(written.notices, notices.len());
    assert_eq!(written.shortened, []);
    out.into_inner()
}

#[test]
fn no_cell_that_is_written_is_a_formula() {
    for text in ["=1", "+1", "-1", "@a", "＝1", "'=1", "''=1", "'a", "a=1", "--", "'"] {
        let safe = csv::guarded(text);
        assert!(!safe.starts_with(['=', '+', '-', '@', '＝']), "{safe}");
        assert_eq!(csv::unguarded(&safe), text);
    }
    let notice =
        Notice::bare("=a".to_owned(), "=HYPERLINK(\"https://example.invalid\")".to_owned());
    let text = String::from_utf8(exported_csv(std::slice::from_ref(&notice))).unwrap();
    assert!(text.contains("'=HYPERLINK"), "{text}");
    let rows = read_all(text.as_bytes()).unwrap().1;
    assert!(cell::same(taken(&rows)[0], &notice));
}

#[test]
fn a_cell_that_a_person_changed_is_read_as_everybodys() {
    let mut notice = Notice::bare("jia-1".to_owned(), "某项目（第二次）公告".to_owned());
    notice.deadline = crate::domain::lead::Field::to_review("另行通知", "deadline");
    let text = String::from_utf8(exported_csv(&[notice])).unwrap();
    let text = text.replace("【待核】另行通知", "2026年3月12日9时30分");
    let rows = read_all(text.as_bytes()).unwrap().1;
    let deadline = &taken(&rows)[0].deadline;
    assert_eq!(local(deadline.value.unwrap()).to_string(), "2026-03-12 09:30:00");
    assert_eq!(taken(&rows)[0].round.state, FieldState::NotStated, "what was unknown stays so");
}

#[test]
fn a_text_longer_than_a_cell_is_shortened_by_name() {
    let mut notice = Notice::bare("jia-1".to_owned(), "某项目".to_owned());
    let long = "长".repeat(export::xlsx::MAX_CELL + 1);
    notice.content = crate::domain::lead::Field::recognised(long.clone(), &long, "content");
    let written = export::xlsx::xlsx(Cursor::new(Vec::new()), [&notice]).unwrap();
    assert_eq!(written.shortened, [("jia-1".to_owned(), "采购内容")]);
}

fn same_notices(rows: &[Row], notices: &[Notice]) -> Result<(), TestCaseError> {
    prop_assert_eq!(rows.len(), notices.len());
    for (row, notice) in rows.iter().zip(notices) {
        let Ok(row) = row else { return Err(TestCaseError::fail(format!("{row:?}\n{notice:?}"))) };
        prop_assert!(cell::same(row, notice), "{:#?}\n{:#?}", row, notice);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_as_csv_comes_back(notices in proptest::collection::vec(sample::notice(), 0..6)) {
        let (id, rows) = read_all(&exported_csv(&notices)).unwrap();
        prop_assert_eq!(id, "csv");
        same_notices(&rows, &notices)?;
    }

    #[test]
    fn what_is_written_as_a_workbook_comes_back(notices in proptest::collection::vec(sample::notice(), 0..6)) {
        let (id, rows) = read_all(&exported_xlsx(&notices)).unwrap();
        prop_assert_eq!(id, "xlsx");
        same_notices(&rows, &notices)?;
    }

    #[test]
    fn every_guarded_cell_comes_back(text in "['=+@a\t-]{0,6}") {
        let safe = csv::guarded(&text);
        prop_assert_eq!(csv::unguarded(&safe), text.as_str());
    }

    #[test]
    fn a_damaged_workbook_is_never_a_panic(at in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..9)) {
        let bytes = exported_xlsx(&[Notice::bare("a-1".to_owned(), "甲".to_owned())]);
        let damage: Vec<(usize, u8)> =
            at.iter().map(|(at, byte)| (at.index(bytes.len()), *byte)).collect();
        read_damaged(bytes, &damage);
    }
}

/// The damage that random tests once found: one byte two thirds into the file.
#[test]
fn one_byte_that_once_broke_the_reader_is_never_a_panic() {
    let bytes = exported_xlsx(&[Notice::bare("a-1".to_owned(), "甲".to_owned())]);
    let at = (bytes.len() as u128 * 12_238_339_486_173_997_528) >> 64;
    read_damaged(bytes, &[(usize::try_from(at).unwrap(), 13)]);
}

fn read_damaged(mut bytes: Vec<u8>, damage: &[(usize, u8)]) {
    for (at, byte) in damage {
        bytes[*at] = *byte;
    }
    let _: Result<_, FileFault> = read_all(&bytes);
}

#[test]
fn published_tables_are_read_whole() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/notices");
    if !folder.is_dir() {
        println!("skipped: no ../shared/data");
        return;
    }
    let read = |name: &str| read_all(&std::fs::read(folder.join(name)).unwrap()).unwrap().1;
    let (utf8, gb) = (read("operator-utf8bom.csv"), read("operator-gb18030.csv"));
    assert_eq!(utf8, gb);
    assert_eq!((utf8.len(), refused(&utf8)), (643, Vec::<(usize, Reason)>::new()));
    let addressed =
        taken(&utf8).iter().filter(|notice| notice.url.as_ref() == Some(&notice.identity)).count();
    assert_eq!(addressed, 643);
    let known = taken(&utf8)
        .iter()
        .filter(|notice| notice.deadline.state == FieldState::Recognised)
        .count();
    assert!(known > 300, "{known}");
}
