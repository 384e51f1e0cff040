//! Where a file comes from: a path or bytes, plain or gzip, opened as often as needed.

use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::PathBuf;
use std::sync::Arc;

/// No file is read further than this once unpacked; a bomb stops here.
pub const LARGEST: u64 = 1 << 30;

/// A file to be imported.
#[derive(Clone, Debug)]
pub enum Source {
    /// On disk.
    Path(PathBuf),
    /// In memory, with a name for messages.
    Bytes(String, Arc<[u8]>),
}

impl Source {
    /// Name for messages.
    pub fn name(&self) -> String {
        match self {
            Self::Path(path) => path.display().to_string(),
            Self::Bytes(name, _) => name.clone(),
        }
    }

    /// Opens it from the beginning; gzip is recognised by its first two bytes, whatever the name says.
    ///
    /// # Errors
    /// The file cannot be opened or read.
    pub fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        match self {
            Self::Path(path) => unpacked(BufReader::new(File::open(path)?)),
            Self::Bytes(_, bytes) => unpacked(Cursor::new(Arc::clone(bytes))),
        }
    }
}

fn unpacked(mut reader: impl BufRead + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    let packed = reader.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    Ok(match packed {
        true => Box::new(MultiGzDecoder::new(reader).take(LARGEST)),
        false => Box::new(reader.take(LARGEST)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::write::GzEncoder;
    use std::io::Write;

    #[test]
    fn a_packed_file_reads_like_a_plain_one_as_often_as_wanted() {
        let mut packed = GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(b"nomor,isi\n1,x\n").unwrap();
        let packed: Arc<[u8]> = packed.finish().unwrap().into();
        for bytes in [packed, Arc::from(&b"nomor,isi\n1,x\n"[..])] {
            let source = Source::Bytes("uji".to_owned(), bytes);
            for _ in 0..2 {
                let mut text = String::new();
                source.open().unwrap().read_to_string(&mut text).unwrap();
                assert_eq!(text, "nomor,isi\n1,x\n");
            }
        }
    }
}
