//! The one desk for all services
