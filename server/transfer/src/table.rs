//! The tables and their columns, once for all databases. A test of the server compares the list with each database's own
//! catalogue, so that a migration which adds a column cannot leave it behind.

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A number of 64 bits.
    Int,
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name, the same in every database.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// A table.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name; PostgreSQL has `users` for `user`.
    pub name: &'static str,
    /// The first is the key: a number, unique, the order of reading.
    pub columns: &'static [Column],
    /// The column with the time of a row's last change, where there is one.
    pub changed: Option<&'static str>,
    /// Whether the database gives the ids, and never one again.
    pub gives_ids: bool,
    /// How many rows are read, and written in one transaction.
    pub batch: u32,
}

impl Table {
    /// The name of the key's column.
    pub fn key(&self) -> &'static str {
        self.columns.first().map_or("id", |column| column.name)
    }

    /// The columns' names with commas between them.
    pub fn column_names(&self) -> String {
        self.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
    }
}

const fn int(name: &'static str) -> Column {
    Column { name, kind: Kind::Int }
}

const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text }
}

const fn bytes(name: &'static str) -> Column {
    Column { name, kind: Kind::Bytes }
}

/// Rows of a batch. With the most columns of a table it is within what a statement may bind (32 766 in SQLite).
const BATCH: u32 = 500;
/// Pictures of a batch: within MariaDB's packet of 16 MiB, and within little memory.
const PICTURES: u32 = 8;

/// Every table that holds something, those first that others refer to.
pub const TABLES: [Table; 9] = [
    Table {
        name: "user",
        columns: &[
            int("id"),
            text("realm"),
            text("openid"),
            text("unionid"),
            text("nick_name"),
            text("avatar"),
            int("gender"),
            text("country"),
            text("province"),
            text("city"),
            text("language"),
            text("country_code"),
            text("phone"),
            int("level"),
            int("status"),
            int("share_user_id"),
            int("last_login_ms"),
            text("last_login_ip"),
            int("created_ms"),
            int("updated_ms"),
        ],
        changed: Some("updated_ms"),
        gives_ids: true,
        batch: BATCH,
    },
    Table {
        name: "session",
        columns: &[
            int("id"),
            int("user_id"),
            bytes("public_id"),
            bytes("token_hash"),
            text("device"),
            text("ip"),
            int("created_ms"),
            int("last_seen_ms"),
            int("idle_ends_ms"),
            int("absolute_ends_ms"),
        ],
        changed: Some("last_seen_ms"),
        gives_ids: true,
        batch: BATCH,
    },
    Table {
        name: "session_key",
        columns: &[int("id"), int("user_id"), text("key_id"), bytes("sealed"), bytes("fingerprint"), int("created_ms")],
        changed: Some("created_ms"),
        gives_ids: true,
        batch: BATCH,
    },
    Table {
        name: "avatar",
        columns: &[int("user_id"), bytes("sha256"), text("mime"), bytes("bytes"), int("created_ms")],
        changed: Some("created_ms"),
        gives_ids: false,
        batch: PICTURES,
    },
    Table {
        name: "swiper_image",
        columns: &[int("id"), text("image"), text("title"), int("sort")],
        changed: None,
        gives_ids: false,
        batch: BATCH,
    },
    Table {
        name: "meeting",
        columns: &[int("id"), text("title"), text("image"), text("address"), int("start_ms"), int("end_ms")],
        changed: None,
        gives_ids: false,
        batch: BATCH,
    },
    Table {
        name: "meeting_member",
        columns: &[
            int("id"),
            int("meeting_id"),
            int("user_id"),
            text("person"),
            int("role"),
            int("visitor"),
            int("created_ms"),
        ],
        changed: Some("created_ms"),
        gives_ids: true,
        batch: BATCH,
    },
    Table {
        name: "vote",
        columns: &[int("id"), text("title"), int("start_ms"), int("end_ms")],
        changed: None,
        gives_ids: false,
        batch: BATCH,
    },
    Table {
        name: "vote_member",
        columns: &[
            int("id"),
            int("vote_id"),
            int("user_id"),
            text("person"),
            int("role"),
            int("visitor"),
            int("created_ms"),
        ],
        changed: Some("created_ms"),
        gives_ids: true,
        batch: BATCH,
    },
];
