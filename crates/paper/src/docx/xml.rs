//! Elements of WordprocessingML, written in order; texts and values are escaped on the way.

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

/// The namespace of everything that is written here.
const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A part that is being written. What is written into memory does not fail; if it did, the part would be short and the reader
/// would say so, so the first fault is kept and told at the end.
pub(super) struct Xml {
    out: Writer<Vec<u8>>,
    fault: Option<std::io::Error>,
}

type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    /// A part whose outermost element is `root`; [`Xml::done`] closes it.
    pub fn part(root: &str) -> Self {
        let mut xml = Self { out: Writer::new(Vec::new()), fault: None };
        xml.event(Event::Decl(quick_xml::events::BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
        xml.open(root, &[("xmlns:w", MAIN), ("xmlns:r", RELATIONS)]);
        xml
    }

    fn event(&mut self, event: Event<'_>) {
        if let Err(error) = self.out.write_event(event) {
            self.fault.get_or_insert(error);
        }
    }

    pub fn open(&mut self, name: &str, attributes: Attributes<'_>) {
        self.event(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())));
    }

    pub fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    pub fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.event(Event::Empty(BytesStart::new(name).with_attributes(attributes.iter().copied())));
    }

    /// An element with `w:val` only.
    pub fn val(&mut self, name: &str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// An element around others.
    pub fn around(&mut self, name: &str, within: impl FnOnce(&mut Self)) {
        self.open(name, &[]);
        within(self);
        self.close(name);
    }

    /// A run of text: its lines with breaks between them. `look` writes the run's properties.
    pub fn run(&mut self, text: &str, look: impl FnOnce(&mut Self)) {
        self.around("w:r", |xml| {
            xml.around("w:rPr", look);
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    xml.empty("w:br", &[]);
                }
                xml.open("w:t", &[("xml:space", "preserve")]);
                xml.event(Event::Text(BytesText::new(line)));
                xml.close("w:t");
            }
        });
    }

    /// A run of text without a look of its own.
    pub fn words(&mut self, text: &str) {
        self.run(text, |_| {});
    }

    pub fn tab(&mut self) {
        self.around("w:r", |xml| xml.empty("w:tab", &[]));
    }

    /// A field that Word computes, with what stands there until then.
    pub fn field(&mut self, instruction: &str, now: &str) {
        self.begin_field(instruction, false);
        self.words(now);
        self.end_field();
    }

    /// The beginning of a field; what follows up to [`Xml::end_field`] stands there until it is computed.
    pub fn begin_field(&mut self, instruction: &str, stale: bool) {
        let begin: &[(&str, &str)] = &[("w:fldCharType", "begin"), ("w:dirty", "true")];
        self.around("w:r", |xml| xml.empty("w:fldChar", if stale { begin } else { &begin[..1] }));
        self.around("w:r", |xml| {
            xml.open("w:instrText", &[("xml:space", "preserve")]);
            xml.event(Event::Text(BytesText::new(instruction)));
            xml.close("w:instrText");
        });
        self.around("w:r", |xml| xml.empty("w:fldChar", &[("w:fldCharType", "separate")]));
    }

    pub fn end_field(&mut self) {
        self.around("w:r", |xml| xml.empty("w:fldChar", &[("w:fldCharType", "end")]));
    }

    /// A paragraph of a style; `within` writes what it holds.
    pub fn paragraph(&mut self, style: &str, within: impl FnOnce(&mut Self)) {
        self.around("w:p", |xml| {
            xml.around("w:pPr", |xml| xml.val("w:pStyle", style));
            within(xml);
        });
    }

    /// The part's bytes.
    pub fn done(mut self, root: &str) -> Result<Vec<u8>, String> {
        self.close(root);
        self.fault.map_or_else(|| Ok(self.out.into_inner()), |error| Err(error.to_string()))
    }
}
