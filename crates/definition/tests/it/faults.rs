//! Every family of faults, as its reader sees it.
