//! What a mapping file says: where a table of an old system comes from, which columns it has, when it is read.

use crate::pattern::Pattern;
use indexmap::IndexMap;

/// One feed: the file `umpan/ID.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// `umpan.id`: stable for life, part of addresses.
    pub id: String,
    /// `umpan.nama`: what people call it.
    pub name: String,
    /// `umpan.aplikasi`: slug of the application in the inventory.
    pub application: String,
    /// `umpan.unit`: the agency that owns it and answers for its rejects.
    pub unit: String,
    /// `umpan.kunci`: ids of the columns that tell rows apart.
    pub key: Vec<String>,
    /// `umpan.setiap` or `umpan.pukul`; none: only when somebody asks or a file comes.
    pub schedule: Schedule,
    /// `[sumber]`.
    pub source: Source,
    /// `[aturan]`.
    pub rules: Rules,
    /// `[kolom.ID]`, in the order of the file.
    pub columns: IndexMap<String, Column>,
    /// SHA-256 of the file.
    pub hash: String,
}

/// When a feed is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// Every so many seconds (`setiap = "15 menit"`).
    Every(i64),
    /// Each day at this second of the region's day (`pukul = "02:30"`).
    Daily(i64),
}

/// Where the rows come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Files that somebody puts into a folder.
    Folder(Drop),
    /// Files that are fetched from an agency's SFTP server into such a folder.
    Sftp(Pull, Drop),
    /// A view that is read.
    Sql(View),
}

/// Files in a folder below the operator's folder of drops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drop {
    /// `folder`: relative, without `..`.
    pub folder: String,
    /// `pola`: `*.xlsx`, `pegawai-*.csv`; `*` and `?` only.
    pub pattern: String,
    /// `lembar`: name of the sheet of a workbook; none: the first.
    pub sheet: Option<String>,
    /// `baris_judul`: the row of the header, from 1.
    pub header: u32,
}

/// A server from which files are fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pull {
    /// `sftp = "gapura@10.1.2.3:22"`: who.
    pub user: String,
    /// Where.
    pub host: String,
    /// Port.
    pub port: u16,
    /// `folder_jauh`: the folder there.
    pub remote: String,
    /// `kunci_dari`: name of the credential that holds the private key; beside it `NAME.known_hosts`.
    pub key_from: String,
}

/// A database that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Which kind.
    pub engine: Engine,
    /// `sql = "mysql://user@host:port/name"`: who.
    pub user: String,
    /// Where: a name, an address, or the folder of a Unix socket.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Name of the database.
    pub database: String,
    /// What is read.
    pub relation: Relation,
    /// `sandi_dari`: name of the credential that holds the password; none: the server asks for none.
    pub password_from: Option<String>,
    /// `tls`: whether the connection has to be encrypted (MariaDB and MySQL).
    pub tls: bool,
    /// `paling_lama`: seconds after which the server gives up on a statement.
    pub seconds: u32,
}

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// PostgreSQL.
    Postgres,
    /// MariaDB or MySQL.
    MariaDb,
}

/// What is read of a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `pandangan`: a view or table, maybe with its schema: `v_pasien`, `simrs.v_pasien`.
    Named(String),
    /// `kueri`: one SELECT.
    Query(String),
}

/// What becomes of rows that are no longer there, and when a run stops and asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// `hilang`.
    pub vanished: Vanished,
    /// `berhenti_hilang`: share of kept rows in percent; more vanished ones stop the run.
    pub most_vanished: u32,
    /// `berhenti_tolak`: share of read rows in percent; more rejected ones stop the run.
    pub most_rejected: u32,
    /// `paling_banyak`: rows that a run reads at most.
    pub most_rows: u32,
    /// `simpan_berkas`: days that a read file is kept in the archive; 0: not at all.
    pub keep_files: u32,
}

/// What a row that vanished means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vanished {
    /// `tandai`: it stays and carries since when it is gone.
    Marked,
    /// `hapus`: its values go; for a while its id says that it was there.
    Removed,
    /// `biarkan`: nothing; the file holds only what is new or changed.
    Kept,
}

impl Vanished {
    /// As the file writes them.
    pub const WORDS: [(&'static str, Self); 3] =
        [("tandai", Self::Marked), ("hapus", Self::Removed), ("biarkan", Self::Kept)];
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// `dari`: its name at the source; otherwise its id.
    pub from: String,
    /// `nama`: what people call it; otherwise its id.
    pub name: String,
    /// `jenis`.
    pub kind: Kind,
    /// `wajib`: an empty cell rejects the row.
    pub required: bool,
    /// `pola`: what a text has to match as a whole.
    pub pattern: Option<Pattern>,
    /// `pilihan`: the words that are allowed.
    pub choices: Vec<String>,
    /// `peta`: what is written for what stands at the source.
    pub map: IndexMap<String, String>,
    /// `pribadi`: whether it is personal, and how much (UU 27/2022 art. 4).
    pub personal: Option<Personal>,
    /// `cari`: whether lists can be filtered by it.
    pub searchable: bool,
    /// `desimal`: the sign of decimals in CSV files.
    pub comma: bool,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `teks`.
    Text,
    /// `bulat`: whole numbers.
    Whole,
    /// `desimal`: numbers with a fraction.
    Decimal,
    /// `tanggal`.
    Date,
    /// `pilihan`: one of a list of words.
    Choice,
    /// `ya_tidak`.
    YesNo,
    /// `wilayah`: a code of a province, regency, district or village.
    Area,
}

impl Kind {
    /// As the file writes them.
    pub const WORDS: [(&'static str, Self); 7] = [
        ("teks", Self::Text),
        ("bulat", Self::Whole),
        ("desimal", Self::Decimal),
        ("tanggal", Self::Date),
        ("pilihan", Self::Choice),
        ("ya_tidak", Self::YesNo),
        ("wilayah", Self::Area),
    ];
}

/// How personal a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Personal {
    /// `umum`: a name, an address.
    General,
    /// `spesifik`: health, children, money.
    Specific,
}

impl Personal {
    /// As the file writes them.
    pub const WORDS: [(&'static str, Self); 2] = [("umum", Self::General), ("spesifik", Self::Specific)];
}

/// Lists can be filtered by at most so many columns: each is a column of its own in the table.
pub const MOST_SEARCHABLE: usize = 4;

impl Feed {
    /// Whether one of the columns of the key is personal: then no key stands readable in a table, an address or an event.
    pub fn personal_key(&self) -> bool {
        self.key.iter().any(|id| self.columns.get(id).is_some_and(|column| column.personal.is_some()))
    }

    /// The columns by which lists can be filtered, in the order of the file.
    pub fn searchable(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().filter(|(_, column)| column.searchable).map(|(id, _)| id.as_str()).take(MOST_SEARCHABLE)
    }

    /// The drop, if files are read.
    pub fn files(&self) -> Option<&Drop> {
        match &self.source {
            Source::Folder(drop) | Source::Sftp(_, drop) => Some(drop),
            Source::Sql(_) => None,
        }
    }
}
