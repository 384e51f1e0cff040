//! The frame: layout, components, forms, sessions, CSRF, errors, languages
