//! Ids, time and the working calendar, actor, money, area codes, event envelope, Refusal
