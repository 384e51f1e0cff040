//! Residents, officers, agencies, roles, sign-in
