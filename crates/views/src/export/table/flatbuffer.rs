//! The encoding of Arrow's messages: a FlatBuffers writer with the five things that they need.
//!
//! *Source*: the FlatBuffers internals document. A buffer is built from its end; it is kept here in reverse, so
//! that what comes before is pushed behind. A place is the number of bytes from it to the end of the buffer.

/// A place in the buffer: bytes from there to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place(usize);

/// A buffer in the making.
#[derive(Debug, Default)]
pub struct Builder {
    reversed: Vec<u8>,
}

/// A value of a table's field.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// A byte, or whether.
    Byte(u8),
    /// A short, also for enumerations.
    Short(i16),
    /// An integer.
    Int(i32),
    /// A long.
    Long(i64),
    /// A string, vector or table that stands elsewhere.
    At(Place),
}

impl Builder {
    /// Fills up so that, after `more` bytes, the place is a multiple of `size`.
    fn align(&mut self, size: usize, more: usize) {
        while !(self.reversed.len() + more).is_multiple_of(size) {
            self.reversed.push(0);
        }
    }

    fn push(&mut self, bytes: &[u8]) {
        self.reversed.extend(bytes.iter().rev());
    }

    fn value(&mut self, value: Value) {
        match value {
            Value::Byte(value) => self.push(&[value]),
            Value::Short(value) => {
                self.align(2, 0);
                self.push(&value.to_le_bytes());
            }
            Value::Int(value) => {
                self.align(4, 0);
                self.push(&value.to_le_bytes());
            }
            Value::Long(value) => {
                self.align(8, 0);
                self.push(&value.to_le_bytes());
            }
            Value::At(Place(target)) => {
                self.align(4, 0);
                // From the field itself, which begins four bytes further on, to its target.
                let distance = (self.reversed.len() + 4 - target) as u32;
                self.push(&distance.to_le_bytes());
            }
        }
    }

    /// A string, with the zero that ends it.
    pub fn string(&mut self, text: &str) -> Place {
        self.align(4, text.len() + 1);
        self.push(&[0]);
        self.push(text.as_bytes());
        self.push(&(text.len() as u32).to_le_bytes());
        Place(self.reversed.len())
    }

    /// A vector of tables or strings.
    pub fn places(&mut self, items: &[Place]) -> Place {
        self.align(4, items.len() * 4);
        for item in items.iter().rev() {
            self.value(Value::At(*item));
        }
        self.push(&(items.len() as u32).to_le_bytes());
        Place(self.reversed.len())
    }

    /// A vector of structs that consist of longs.
    pub fn longs(&mut self, items: usize, values: &[i64]) -> Place {
        self.align(8, values.len() * 8);
        for value in values.iter().rev() {
            self.push(&value.to_le_bytes());
        }
        self.push(&(items as u32).to_le_bytes());
        Place(self.reversed.len())
    }

    /// A table with values for the fields of these numbers.
    pub fn table(&mut self, fields: &[(usize, Value)]) -> Place {
        let start = self.reversed.len();
        let slots = fields.iter().map(|(slot, _)| slot + 1).max().unwrap_or(0);
        let mut places = vec![0; slots];
        for (slot, value) in fields {
            self.value(*value);
            places[*slot] = self.reversed.len();
        }
        self.align(4, 0);
        self.push(&[0; 4]);
        let table = self.reversed.len();
        for place in places.iter().rev() {
            let from_table = if *place == 0 { 0 } else { table - place };
            self.push(&(from_table as u16).to_le_bytes());
        }
        self.push(&((table - start) as u16).to_le_bytes());
        self.push(&((slots * 2 + 4) as u16).to_le_bytes());
        // A table begins with the way back to the list of its fields.
        let back = (self.reversed.len() - table) as i32;
        for (byte, at) in back.to_le_bytes().iter().zip((table - 4..table).rev()) {
            self.reversed[at] = *byte;
        }
        Place(table)
    }

    /// The whole buffer, which begins with the way to its root.
    pub fn finish(mut self, root: Place) -> Vec<u8> {
        self.align(8, 4);
        self.value(Value::At(root));
        self.reversed.reverse();
        self.reversed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(bytes: &[u8], place: usize) -> usize {
        place + u32::from_le_bytes(bytes[place..place + 4].try_into().unwrap()) as usize
    }

    /// Where a table's field stands, as FlatBuffers' readers find it.
    fn field(bytes: &[u8], table: usize, slot: usize) -> Option<usize> {
        let back = i32::from_le_bytes(bytes[table..table + 4].try_into().unwrap());
        let list = usize::try_from(table as i64 - i64::from(back)).unwrap();
        let length = usize::from(u16::from_le_bytes(bytes[list..list + 2].try_into().unwrap()));
        let entry = 4 + slot * 2;
        (entry < length)
            .then(|| usize::from(u16::from_le_bytes(bytes[list + entry..list + entry + 2].try_into().unwrap())))
            .filter(|&from| from != 0)
            .map(|from| table + from)
    }

    #[test]
    fn a_reader_finds_every_field() {
        let mut builder = Builder::default();
        let name = builder.string("harbour");
        let numbers = builder.longs(2, &[7, -1, 1 << 40, 0]);
        let names = builder.places(&[name]);
        let root = builder.table(&[
            (0, Value::Short(4)),
            (2, Value::At(names)),
            (3, Value::Long(-5)),
            (5, Value::At(numbers)),
            (4, Value::Byte(1)),
        ]);
        let bytes = builder.finish(root);
        assert_eq!(bytes.len() % 8, 0);
        let table = at(&bytes, 0);
        assert_eq!(i16::from_le_bytes(bytes[field(&bytes, table, 0).unwrap()..][..2].try_into().unwrap()), 4);
        assert_eq!(field(&bytes, table, 1), None);
        let long = field(&bytes, table, 3).unwrap();
        assert_eq!((long % 8, i64::from_le_bytes(bytes[long..long + 8].try_into().unwrap())), (0, -5));
        let list = at(&bytes, field(&bytes, table, 2).unwrap());
        let text = at(&bytes, list + 4);
        assert_eq!(&bytes[text + 4..text + 12], b"harbour\0");
        let longs = at(&bytes, field(&bytes, table, 5).unwrap());
        assert_eq!((bytes[longs], (longs + 4) % 8), (2, 0));
        assert_eq!(i64::from_le_bytes(bytes[longs + 20..longs + 28].try_into().unwrap()), 1 << 40);
    }
}
