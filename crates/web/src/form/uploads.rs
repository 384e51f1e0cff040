//! What the script needs to send files in pieces.

use crate::markup::Markup;
use crate::qr::escape;
use crate::view::View;

/// The sentences that the script says, by the name of their attribute.
const SENTENCES: [(&str, &str); 8] = [
    ("jalan", "unggah-jalan"),
    ("putus", "unggah-putus"),
    ("selesai", "unggah-selesai"),
    ("terbaca", "unggah-terbaca"),
    ("hapus", "unggah-hapus"),
    ("kamera", "unggah-kamera"),
    ("tunggu", "unggah-tunggu"),
    ("gagal", "unggah-gagal"),
];

/// ` data-unggah="…"` and its texts for the `<form>` tag of a form with files: `address` takes their pieces.
pub fn upload_attributes(view: &View, address: &str) -> Markup {
    let mut html = format!(" data-unggah=\"{}\" data-modul=\"{}\"", escape(address), view.asset("unggah.js"));
    for (name, key) in SENTENCES {
        html.push_str(&format!(" data-{name}=\"{}\"", escape(view.t(key))));
    }
    Markup::trusted(html)
}
