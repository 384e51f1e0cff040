//! LAPOR! in and out, CSV mappings
