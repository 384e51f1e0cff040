//! What has a place
