//! How probable a count of favours is by chance alone: the Poisson-binomial distribution, exactly.
//!
//! The yardstick is a manager who draws lots: in a case where m of k parties are favoured, each is with probability
//! m/k. With one favoured party, the usual case, that is 1/k. Cases differ in k, so the
//! count is not binomial; and a branch has a dozen cases in a year, so a normal approximation would be worst in the
//! tails, where it matters.
//!
//! Cases are added to the distribution one at a time (see Chen & Liu 1997, "Statistical applications of the
//! Poisson-binomial and conditional Bernoulli distributions", Statistica Sinica 7, 875-892). Every step adds products
//! of numbers that are not negative, so nothing cancels and even a tail of 1e-30 keeps its digits.

/// A count this little below the expected one is the expected one: sums of thirds are not exact.
const ROUNDING: f64 = 1e-9;

/// The probability that a party is favoured where lots are drawn: `favoured` of `parties`. Zero without parties, one
/// where all are favoured.
pub fn chance(favoured: usize, parties: usize) -> f64 {
    if parties == 0 { 0.0 } else { favoured.min(parties) as f64 / parties as f64 }
}

/// The expected number of successes. What is no probability is taken for the nearest that is, what is no number for
/// zero.
pub fn expected(probabilities: &[f64]) -> f64 {
    probabilities.iter().fold(0.0, |sum, probability| sum + clamped(*probability))
}

/// The whole distribution: at place `j` the probability of exactly `j` successes, from none to all. Takes time in the
/// square of the number of cases.
pub fn distribution(probabilities: &[f64]) -> Vec<f64> {
    let mut distribution = Vec::with_capacity(probabilities.len() + 1);
    distribution.push(1.0);
    for probability in probabilities.iter().map(|probability| clamped(*probability)) {
        let mut from_below = 0.0;
        for place in &mut distribution {
            let before = *place;
            *place = before * (1.0 - probability) + from_below;
            from_below = before * probability;
        }
        distribution.push(from_below);
    }
    distribution
}

/// The probability of `count` or of something further from what is expected, on its side: of so many or more where
/// `count` is not below [`expected`], else of so few or fewer. It includes `count` itself.
pub fn tail(count: usize, probabilities: &[f64]) -> f64 {
    let distribution = distribution(probabilities);
    let many = count as f64 >= expected(probabilities) - ROUNDING;
    let add = |sum: f64, place: &f64| sum + place;
    let tail = if many {
        // The small ones first, so that they are not lost beside the large ones.
        distribution.iter().skip(count).rev().fold(0.0, add)
    } else {
        distribution.iter().take(count + 1).fold(0.0, add)
    };
    tail.min(1.0)
}

fn clamped(probability: f64) -> f64 {
    if probability.is_nan() { 0.0 } else { probability.clamp(0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: f64 = 1.0 / 2.0;
    const THIRD: f64 = 1.0 / 3.0;
    const QUARTER: f64 = 1.0 / 4.0;

    fn close(one: f64, other: f64) -> bool {
        (one - other).abs() <= 1e-14
    }

    /// Every one of the 2^n ways in which the cases can turn out.
    fn by_hand(probabilities: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; probabilities.len() + 1];
        for way in 0..1_u32 << probabilities.len() {
            let of = |(place, p): (usize, &f64)| if way >> place & 1 == 1 { *p } else { 1.0 - p };
            sums[way.count_ones() as usize] +=
                probabilities.iter().enumerate().map(of).product::<f64>();
        }
        sums
    }

    #[test]
    fn a_tail_of_eight_even_pairs_is_one_in_256() {
        assert_eq!(tail(8, &[HALF; 8]), 1.0 / 256.0);
        assert_eq!(tail(0, &[HALF; 8]), 1.0 / 256.0);
        assert_eq!(tail(7, &[HALF; 8]), 9.0 / 256.0);
        assert_eq!(tail(4, &[HALF; 8]), 163.0 / 256.0);
    }

    #[test]
    fn cases_of_one_size_give_the_binomial_tail() {
        assert_eq!(tail(8, &[HALF; 10]), 7.0 / 128.0);
        assert_eq!(tail(9, &[HALF; 10]), 11.0 / 1024.0);
        assert!(close(tail(0, &[THIRD; 8]), 256.0 / 6561.0));
        assert!(close(tail(5, &[THIRD; 8]), 577.0 / 6561.0));
        assert!(close(tail(6, &[THIRD; 8]), 43.0 / 2187.0));
    }

    /// The fractions come from an enumeration of every way in exact arithmetic (Python's `fractions`).
    #[test]
    fn cases_of_several_sizes_give_the_fractions_of_an_exact_enumeration() {
        let nine = [HALF, HALF, THIRD, THIRD, THIRD, QUARTER, HALF, 2.0 / 3.0, HALF];
        assert!(close(expected(&nine), 47.0 / 12.0));
        let tails = [(0, 1.0 / 216.0), (1, 53.0 / 1296.0), (3, 677.0 / 1728.0)];
        let more = [(4, 1051.0 / 1728.0), (7, 31.0 / 864.0), (8, 29.0 / 5184.0), (9, 1.0 / 2592.0)];
        for (count, exact) in tails.into_iter().chain(more) {
            assert!(close(tail(count, &nine), exact), "{count}");
        }
        let four = [0.2, 0.2, HALF, 2.0 / 3.0, 0.75, 0.4];
        let twelve = [&[HALF, HALF, HALF, THIRD, THIRD, QUARTER][..], &four].concat();
        let tails = [(2, 10013.0 / 216_000.0), (5, 102_743.0 / 172_800.0)];
        let more = [(6, 70057.0 / 172_800.0), (9, 15679.0 / 864_000.0), (12, 1.0 / 72000.0)];
        for (count, exact) in tails.into_iter().chain(more) {
            assert!(close(tail(count, &twelve), exact), "{count}");
        }
    }

    #[test]
    fn the_distribution_is_that_of_every_way_counted_by_hand() {
        let some = [HALF, THIRD, 1.0, QUARTER, 0.2, 0.0, 2.0 / 3.0, THIRD, 0.75, HALF, 1.0 / 6.0];
        for cases in 0..=some.len() {
            let (fast, slow) = (distribution(&some[..cases]), by_hand(&some[..cases]));
            assert_eq!(fast.len(), slow.len());
            assert!(fast.iter().zip(&slow).all(|(one, other)| close(*one, *other)), "{cases}");
            for count in 0..=cases {
                let few = (count as f64) < expected(&some[..cases]) - 1e-9;
                let side = if few { &slow[..=count] } else { &slow[count..] };
                assert!(close(tail(count, &some[..cases]), side.iter().sum()), "{count}/{cases}");
            }
        }
    }

    #[test]
    fn a_count_that_is_just_what_is_expected_is_not_taken_for_few() {
        // Ten tenths add up to a little less than one.
        assert!(expected(&[0.1; 10]) < 1.0);
        assert!(tail(1, &[0.1; 10]) > 0.65);
        assert!(close(tail(1, &[THIRD; 3]), 19.0 / 27.0));
    }

    #[test]
    fn cases_with_nothing_to_choose_change_no_tail() {
        let pairs = [HALF; 8];
        let more = [&pairs[..], &[0.0, 1.0, 0.0]].concat();
        assert_eq!(tail(8 + 1, &more), tail(8, &pairs));
        assert_eq!(tail(1 + 1, &more), tail(1, &pairs));
    }

    #[test]
    fn a_far_tail_keeps_its_digits_and_many_cases_add_up_to_one() {
        let far = tail(100, &[HALF; 100]) / 0.5_f64.powi(100);
        assert!(close(far, 1.0), "{far}");
        let sum: f64 = distribution(&[0.3; 2000]).iter().sum();
        assert!((sum - 1.0).abs() < 1e-12, "{sum}");
    }

    #[test]
    fn what_is_no_probability_and_what_cannot_be_does_no_harm() {
        assert_eq!(distribution(&[f64::NAN, -1.0, 7.0]), [0.0, 1.0, 0.0, 0.0]);
        assert_eq!(tail(usize::MAX, &[HALF]), 0.0);
        assert_eq!(tail(0, &[]), 1.0);
        // Never a zero that is shown with a minus.
        assert!(expected(&[]).is_sign_positive() && tail(9, &[HALF]).is_sign_positive());
        assert_eq!((chance(1, 0), chance(1, 4), chance(5, 4)), (0.0, 0.25, 1.0));
    }
}
