//! What the catalogue of services tells as facts.

use crate::Desk;
use kernel::fact::{Both, Telling};
use kernel::{Fact, FactAsked, FactKind, FactValue, Facts, Instant};

const SERVICES: &str = "layanan.berlaku";
const STANDARDS: &str = "layanan.standar-ditetapkan";

impl Facts for Desk {
    fn kinds(&self) -> Vec<FactKind> {
        let now = |id, name, how| FactKind { id, name, how, by_unit: false, over_time: false };
        vec![
            now(
                SERVICES,
                Both { id: "Layanan yang berlaku", en: "Services that run" },
                Both {
                    id: "Layanan yang terbit di katalog sekarang, masing-masing dengan standar pelayanan dari aturannya sendiri.",
                    en: "Services that stand in the catalogue now, each with a service standard derived from its own rules.",
                },
            ),
            now(
                STANDARDS,
                Both { id: "Layanan yang standarnya ditetapkan", en: "Services whose standard was decreed" },
                Both {
                    id: "Bagian layanan berlaku yang standar pelayanannya menyebut nomor dan tanggal penetapan.",
                    en: "The part of running services whose service standard names the number and date of its decree.",
                },
            ),
        ]
    }

    fn tell<'a>(&'a self, asked: &'a FactAsked, now: Instant) -> Telling<'a> {
        Box::pin(async move {
            let catalogue = self.catalogue();
            let count = |all: usize| i64::try_from(all).unwrap_or(i64::MAX);
            let running = count(catalogue.running().count());
            let decreed = count(catalogue.running().filter(|one| one.standard.decree.is_some()).count());
            let value = match asked.fact.as_str() {
                SERVICES => Some(FactValue::Count { count: running }),
                STANDARDS if running > 0 => Some(FactValue::Share { part: decreed, of: running }),
                _ => None,
            };
            Ok(value.map(|value| Fact { value, as_of: now }))
        })
    }
}
