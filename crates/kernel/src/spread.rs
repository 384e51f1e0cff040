//! Buckets in which working times are counted, so that medians cost the same however many cases there are (semantics R16).

/// Buckets of working time: tenths of a working day up to 20 days, whole days up to 200, tens of days beyond
/// (thousandths of a working day in).
pub const fn bucket(thousandths: i64) -> i64 {
    match thousandths {
        i64::MIN..0 => 0,
        near @ 0..20_000 => near / 100,
        far @ 20_000..200_000 => 200 + (far - 20_000) / 1000,
        away => 380 + (away - 200_000) / 10_000,
    }
}

/// Where a bucket begins, in thousandths of a working day.
pub const fn beginning(bucket: i64) -> i64 {
    match bucket {
        i64::MIN..0 => 0,
        near @ 0..200 => near * 100,
        far @ 200..380 => 20_000 + (far - 200) * 1000,
        away => 200_000 + (away - 380) * 10_000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_lies_in_the_bucket_that_begins_at_or_before_it() {
        for thousandths in [0, 99, 100, 19_999, 20_000, 20_999, 199_999, 200_000, 1_234_567] {
            let bucket = bucket(thousandths);
            assert!(beginning(bucket) <= thousandths && thousandths < beginning(bucket + 1), "{thousandths}");
        }
        assert_eq!(bucket(-5), 0);
    }
}
