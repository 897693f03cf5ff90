//! All contenders on one database: started, checked, warmed, and measured turn by turn. In each round the order is another
//! one, so that none always follows the same neighbour.

use std::path::Path;
use std::time::Duration;

use crate::Failure;
use crate::database::{Kind, Pool};
use crate::fixture::Bench;
use crate::load::{Sample, Subject};
use crate::machine::now;
use crate::peers::conformance;
use crate::peers::contender::{Contender, Role};
use crate::peers::figures::{AtTheirs, Call, Figures, Latency, Measured, Spread, fastest};
use crate::peers::list::Tokens;
use crate::peers::turn::{Processes, Quiet, Turn};
use crate::peers::usage::tree_memory;

/// How long and how often.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) rounds: usize,
    pub(crate) starts: usize,
    pub(crate) turn: Duration,
    /// Before the first turn of a call.
    pub(crate) warm: Duration,
    /// The same of what is compiled while it runs, by threads that have to share two cores with the load.
    pub(crate) warm_compiled: Duration,
}

impl Plan {
    pub(crate) fn of(quick: bool) -> Self {
        let (s, ms) = (Duration::from_secs, Duration::from_millis);
        if quick {
            Self { rounds: 2, starts: 2, turn: ms(500), warm: ms(300), warm_compiled: s(1) }
        } else {
            Self { rounds: 3, starts: 3, turn: s(3), warm: s(3), warm_compiled: s(20) }
        }
    }
}

/// The contenders of a database, running.
struct Field<'a> {
    plan: Plan,
    contenders: &'a [Contender],
    database: Option<u32>,
    quiet: &'a mut Quiet,
}

/// A call of all contenders: what each sends, in their order; `None` where it has no such call.
type Subjects = Vec<Option<Subject>>;
/// The turns of each.
type Turns = Vec<Vec<Turn>>;

/// One database.
pub(crate) fn measure(
    bench: &Bench,
    folder: &Path,
    kind: Kind,
    roles: &[Role],
    plan: Plan,
    quiet: &mut Quiet,
) -> Result<Measured, Failure> {
    eprintln!("{}: filling a database for each of {}", kind.name(), roles.len());
    let contenders = roles.iter().enumerate().map(|(number, role)| Contender::create(bench, kind, *role, number));
    let mut contenders = contenders.collect::<Result<Vec<_>, _>>()?;
    let starts = start(bench, folder, &mut contenders, plan)?;
    for contender in contenders.iter().filter(|contender| !matches!(contender.role, Role::Baseline)) {
        conformance::check(bench, contender)?;
        eprintln!("{}: {} keeps the contract", kind.name(), contender.title);
    }
    let database = match contenders.first() {
        Some(first) => bench.runtime.block_on(async { Pool::open(&first.url).await?.server_pid().await })?,
        None => None,
    };
    let mut field = Field { plan, contenders: &contenders, database, quiet };

    eprintln!("{}: user/index", kind.name());
    let subjects = contenders.iter().map(|one| one.user_index().map(Some)).collect::<Result<Subjects, _>>()?;
    let (index, index_rate) = field.call(&subjects)?;
    let mut at_theirs = field.at_theirs("user/index", &subjects, &index)?;
    eprintln!("{}: login", kind.name());
    let subjects = contenders
        .iter()
        .map(|one| if matches!(one.role, Role::Baseline) { Ok(None) } else { one.login().map(Some) })
        .collect::<Result<Subjects, _>>()?;
    let (login, login_rate) = field.call(&subjects)?;
    at_theirs.extend(field.at_theirs("login", &subjects, &login)?);

    let mut figures = Vec::new();
    for (((contender, start), index), login) in contenders.iter().zip(starts).zip(index).zip(login) {
        let Some(index) = index else { continue };
        figures.push(Figures {
            title: contender.title.clone(),
            role: contender.role,
            tokens: contender.tokens(),
            first: start.first,
            at_rest: start.at_rest,
            under_load: tree_memory(contender.process()?.pid())?.1,
            index,
            login,
        });
    }
    Ok(Measured { kind, contenders: figures, common: [index_rate, login_rate], at_theirs })
}

struct Start {
    first: Spread,
    at_rest: f64,
}

/// Starts all of them several times, and lets the last one run.
fn start(bench: &Bench, folder: &Path, contenders: &mut [Contender], plan: Plan) -> Result<Vec<Start>, Failure> {
    let mut times = vec![Vec::new(); contenders.len()];
    for round in 0..plan.starts {
        for (contender, times) in contenders.iter_mut().zip(&mut times) {
            contender.stop();
            let started = now();
            contender.start(bench, folder)?;
            contender.first_call()?.once().map_err(|cause| format!("{}: {cause}", contender.title))?;
            times.push(now().duration_since(started).as_secs_f64() * 1e3);
            if round + 1 < plan.starts {
                contender.stop();
            }
        }
    }
    std::thread::sleep(Duration::from_secs(1));
    let rest = |contender: &Contender| Ok::<_, Failure>(tree_memory(contender.process()?.pid())?.0);
    let starts = contenders.iter().zip(times);
    starts.map(|(contender, times)| Ok(Start { first: Spread::of(&times), at_rest: rest(contender)? })).collect()
}

impl Field<'_> {
    /// A call: warm, as fast as each can, then all at one rate. Beside the figures that rate.
    fn call(&mut self, subjects: &Subjects) -> Result<(Vec<Option<Call>>, f64), Failure> {
        for (contender, subject) in self.contenders.iter().zip(subjects) {
            let compiles = matches!(contender.role, Role::Peer(peer, _) if peer.warms_up);
            let time = if compiles { self.plan.warm_compiled } else { self.plan.warm };
            if let Some(subject) = subject {
                subject.closed(time).map_err(|cause| format!("{}: {cause}", contender.title))?;
            }
        }
        let turn = self.plan.turn;
        let all: Vec<Option<&Subject>> = subjects.iter().map(Option::as_ref).collect();
        let closed = self.rounds(&all, |subject| subject.closed(turn))?;
        let rates: Vec<f64> =
            closed.iter().map(|turns| Spread::of_turns(turns, |turn| turn.sample.rate).median).collect();
        let peers = self.contenders.iter().zip(&rates).filter(|(contender, _)| contender.is_peer());
        // all of them hold half of the slowest one's; not ours, if it were slower still: that would only show how its queue grows
        let common = peers.map(|(_, rate)| *rate).fold(f64::INFINITY, f64::min) / 2.0;
        let holding = all.iter().zip(&rates).map(|(subject, rate)| subject.filter(|_| rate * 0.9 > common));
        let holding: Vec<_> = holding.collect();
        let open = self.rounds(&holding, |subject| subject.open(common, turn))?;
        let calls = closed.iter().zip(&open).map(|(closed, open)| {
            (!closed.is_empty()).then(|| Call {
                rate: Spread::of_turns(closed, |turn| turn.sample.rate),
                p99: Spread::of_turns(closed, |turn| turn.sample.p99),
                own: Spread::of_turns(closed, |turn| turn.own),
                database: Spread::of_turns(closed, |turn| turn.database),
                common: (!open.is_empty()).then(|| latency(open)),
            })
        });
        Ok((calls.collect(), common))
    }

    /// Ours at the highest rate of the fastest peers.
    fn at_theirs(
        &mut self,
        name: &'static str,
        subjects: &Subjects,
        calls: &[Option<Call>],
    ) -> Result<Vec<AtTheirs>, Failure> {
        let ours = self.contenders.iter().zip(subjects).find(|(contender, _)| matches!(contender.role, Role::Ours));
        let Some((contender, Some(subject))) = ours else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for tokens in [Tokens::Database, Tokens::Memory] {
            let peers = self.contenders.iter().zip(calls).filter(|(one, _)| one.is_peer() && one.tokens() == tokens);
            let Some((peer, call)) = fastest(peers.filter_map(|(one, call)| Some((one, (*call)?)))) else { continue };
            let processes = Processes { server: contender.process()?.pid(), database: self.database };
            let turns = (0..self.plan.rounds)
                .map(|_| self.quiet.turn(processes, || subject.open(call.rate.median, self.plan.turn)))
                .collect::<Result<Vec<_>, _>>()?;
            found.push(AtTheirs {
                call: name,
                peer: peer.title.clone(),
                rate: call.rate.median,
                ours: latency(&turns),
                theirs: call.p99,
            });
        }
        Ok(found)
    }

    /// The turns of each in rounds; none of what has no such call.
    fn rounds(
        &mut self,
        subjects: &[Option<&Subject>],
        work: impl Fn(&Subject) -> Result<Sample, Failure>,
    ) -> Result<Turns, Failure> {
        let mut all: Turns = vec![Vec::new(); subjects.len()];
        for round in 0..self.plan.rounds {
            let mut order: Vec<usize> = (0..subjects.len()).collect();
            order.rotate_left(round * subjects.len() / self.plan.rounds.max(1));
            for at in order {
                let (Some(contender), Some(Some(subject))) = (self.contenders.get(at), subjects.get(at)) else {
                    continue;
                };
                let processes = Processes { server: contender.process()?.pid(), database: self.database };
                let turn = self.quiet.turn(processes, || work(subject));
                let turn = turn.map_err(|cause| format!("{}: {cause}", contender.title))?;
                all.get_mut(at).into_iter().for_each(|turns| turns.push(turn));
            }
        }
        Ok(all)
    }
}

fn latency(turns: &[Turn]) -> Latency {
    Latency {
        p50: Spread::of_turns(turns, |turn| turn.sample.p50),
        p99: Spread::of_turns(turns, |turn| turn.sample.p99),
    }
}
