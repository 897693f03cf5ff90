//! Text as HTML. What opens and closes as a whole is drawn as text and heard through one listener: a view of its own would
//! cost the browser a kilobyte of WASM for each shape.

/// Text that holds nothing of HTML's, in an element or between quotes.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '"' => safe.push_str("&quot;"),
            _ => safe.push(letter),
        }
    }
    safe
}

/// A button. A tap on it picks `pick`: a digit, or nothing.
pub(crate) fn button(class: &str, label: &str, pick: &str) -> String {
    ["<button type=\"button\" class=\"", class, "\" data-pick=\"", pick, "\">", &escape(label), "</button>"].concat()
}

/// A drawing of the sprite, by its name.
pub(crate) fn icon(class: &str, name: &str) -> String {
    ["<svg aria-hidden=\"true\" class=\"", class, "\"><use href=\"#i-", name, "\"></use></svg>"].concat()
}

/// A picture from the net.
pub(crate) fn picture(class: &str, address: &str, alt: &str) -> String {
    ["<img class=\"", class, "\" src=\"", &escape(address), "\" alt=\"", &escape(alt), "\">"].concat()
}

#[cfg(test)]
mod tests {
    use super::{button, escape, picture};

    #[test]
    fn nothing_of_html_is_left() {
        assert_eq!(escape("<b a=\"1\">&amp;</b> 会"), "&lt;b a=&quot;1&quot;&gt;&amp;amp;&lt;/b&gt; 会");
    }

    #[test]
    fn names_of_people_stay_text() {
        assert_eq!(
            button("a", "<img src=x onerror=alert(1)>", "0"),
            "<button type=\"button\" class=\"a\" data-pick=\"0\">&lt;img src=x onerror=alert(1)&gt;</button>"
        );
        assert_eq!(picture("a", "x\" onerror=\"y", ""), "<img class=\"a\" src=\"x&quot; onerror=&quot;y\" alt=\"\">");
    }
}
