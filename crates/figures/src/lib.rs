//! Counters and histograms
