//! Indicators that compute.
