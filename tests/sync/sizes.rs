//! Bundles that are too large for one file: split so that mail takes them, and taken in whatever order they come.

use daqu::desk::DeskError;
use daqu::desk::exchange::ExchangeError;
use daqu::desk::exchange::export::Packing;

use super::support::{Pair, down, exchange, pair};

/// Minutes of some thousand characters each, so that there is something to split. Each export seals a segment of its own.
fn written(pair: &mut Pair, count: usize) {
    for n in 0..count {
        let line = format!("第{n}条：{}", "双方就标段划分交换意见，各自说明踏勘情况。".repeat(40));
        pair.ec.minutes(&line);
        pair.ec.export(None);
    }
}

#[test]
fn a_bundle_is_split_into_files_that_mail_takes_and_nothing_is_missing() {
    for plain in [true, false] {
        let mut pair = pair();
        written(&mut pair, 12);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("up.daqu");
        let most = if plain { 24 << 10 } else { 6 << 10 };
        let packing = Packing { plain, most: Some(most) };
        let export = pair.ec.desk().export(None, &file, packing).unwrap();
        assert!(export.files.len() > 2, "{export:?}");
        assert_eq!(export.files[0], file);
        assert!(export.files[1].ends_with("up-2.daqu"), "{export:?}");
        let sizes = export.files.iter().map(|file| std::fs::metadata(file).unwrap().len());
        let sizes: Vec<u64> = sizes.collect();
        assert!(sizes.iter().all(|size| *size <= most as u64), "{sizes:?}");
        assert_eq!(sizes.iter().sum::<u64>(), export.bytes as u64);
        // The last comes first: what does not follow yet is held, and parts are asked for again where they came too early.
        let Pair { hq, ec, .. } = &mut pair;
        for file in export.files.iter().rev() {
            hq.take(&std::fs::read(file).unwrap());
        }
        assert!(hq.waiting().is_empty(), "{:?}", hq.waiting());
        assert_eq!(hq.events(), ec.events());
        down(hq, ec);
        exchange(ec, hq);
        assert_eq!(hq.parts().len(), ec.parts().len());
        assert!(hq.audit().is_empty());
    }
}

#[test]
fn what_fits_into_one_file_is_one_and_what_fits_into_none_is_said() {
    let mut pair = pair();
    written(&mut pair, 1);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("up.daqu");
    let packing = |most| Packing { plain: true, most: Some(most) };
    let fault = pair.ec.desk().export(None, &file, packing(1 << 10)).unwrap_err();
    let small = matches!(fault, DeskError::Exchange(ExchangeError::FileTooSmall { needed, .. }) if needed > 1 << 10);
    assert!(small, "{fault}");
    assert!(!file.exists());
    let export = pair.ec.desk().export(None, &file, packing(1 << 20)).unwrap();
    assert_eq!(export.files, [file]);
    pair.hq.take(&std::fs::read(&export.files[0]).unwrap());
    assert_eq!(pair.hq.events(), pair.ec.events());
}
