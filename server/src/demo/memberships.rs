//! The demo memberships of the double's virtual users in meetings and votes: rows written at the first login, so that
//! the personal centre has counts to show.

use identity::Membership::{self, MeetingGuest, MeetingHost, VotePublisher, VoteVoter};

/// The memberships of a virtual user. Any other user gets the default ones.
pub(crate) fn demo_memberships(user: &str) -> Vec<Membership> {
    match user {
        "lin" => vec![
            MeetingHost(1),
            MeetingHost(4),
            MeetingGuest(2),
            MeetingGuest(3),
            MeetingGuest(5),
            MeetingGuest(6),
            MeetingGuest(8),
            VotePublisher(2),
            VoteVoter(1),
            VoteVoter(4),
            VoteVoter(5),
        ],
        "chen" => vec![
            MeetingHost(2),
            MeetingHost(6),
            MeetingHost(8),
            MeetingGuest(1),
            MeetingGuest(5),
            VoteVoter(1),
            VoteVoter(2),
        ],
        "zhou" => {
            vec![MeetingGuest(1), MeetingGuest(3), MeetingGuest(7), VotePublisher(1), VotePublisher(3), VoteVoter(2)]
        }
        _ => vec![MeetingGuest(1), MeetingGuest(7), VoteVoter(1)],
    }
}
