//! Where a power cut may fall: before and after each transaction is lasting, and between the steps by which a file takes its
//! place. Tests end the program at every one of these points and look at what is left.

/// Ends the program at once, as a power cut would, where a test asked for it at this point: `DAQU_CUT=3` names the third that the
/// program comes to. Released programs do not know the question.
pub fn may_fall() {
    #[cfg(debug_assertions)]
    {
        use std::sync::LazyLock;
        use std::sync::atomic::{AtomicU64, Ordering};

        static LEFT: LazyLock<AtomicU64> = LazyLock::new(|| {
            let asked = std::env::var("DAQU_CUT").ok().and_then(|text| text.parse().ok());
            AtomicU64::new(asked.unwrap_or(0))
        });
        let counted =
            LEFT.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if counted == Ok(1) {
            std::process::abort();
        }
    }
}
