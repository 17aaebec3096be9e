//! Work spread over the cores of the machine, with its order kept. Signatures are what takes the time of an exchange, and
//! each is checked on its own.

use std::panic::resume_unwind;
use std::thread::{available_parallelism, scope};

/// What `work` makes of each item, in the order of the items; fewer than `least` are not worth a thread.
pub fn spread<T: Send, U: Send>(
    mut items: Vec<T>,
    least: usize,
    work: impl Fn(T) -> U + Sync,
) -> Vec<U> {
    let cores = available_parallelism().map_or(1, usize::from);
    let share = items.len().div_ceil(cores).max(least).max(1);
    let work = |part: Vec<T>| part.into_iter().map(&work).collect::<Vec<U>>();
    scope(|scope| {
        let mut elsewhere = Vec::new();
        while items.len() > share {
            let last = items.split_off(items.len() - share);
            elsewhere.push(scope.spawn(|| work(last)));
        }
        let mut done = work(items);
        for part in elsewhere.into_iter().rev() {
            done.extend(part.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_of_it_keeps_its_order_however_many_share_it() {
        for (count, least) in [(0, 1), (1, 1), (2, 0), (7, 3), (1_000, 16), (5, 100)] {
            let items: Vec<usize> = (0..count).collect();
            let doubled: Vec<usize> = items.iter().map(|n| n * 2).collect();
            assert_eq!(spread(items, least, |n| n * 2), doubled, "{count} {least}");
        }
    }
}
