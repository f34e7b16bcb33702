//! Devices: cases 4, 5, 8, 9, 33 and 41.

use crate::dice::Dice;
use crate::executor::run;
use crate::memory::{Disk, Holder, Tripwire};
use crate::native::Native;
use crate::puppet::Puppet;
use crate::world::{ADA, BEN, POLICY, TestClient, World};
use dm_core::{Blocked, Client, Error, LinksOutcome, Served, Stage};
use dm_wire::linking::{LinkOffer, LinkRequest, LinkWelcome};
use dm_wire::recovery::Code;
use dm_wire::refused::Refused;
use std::cell::RefCell;
use std::rc::Rc;

fn browser(disk: Disk) -> (TestClient, Rc<RefCell<Disk>>) {
    let disk = Rc::new(RefCell::new(disk));
    let holder = Holder { disk: Rc::clone(&disk), tripwire: Tripwire::default() };
    let native = Native {
        dice: Rc::new(RefCell::new(Dice(7))),
        tripwire: Tripwire::default(),
        secrets: Rc::default(),
    };
    (Client::new(native, holder, POLICY), disk)
}

/// 5: a browser that takes keys and gives nothing back, or does not take them.
#[test]
fn case_5_a_browser_that_keeps_no_keys_gets_no_device() {
    let (client, disk) = browser(Disk { loses_keys: true, ..Disk::default() });
    assert_eq!(run(client.create_device(ADA)), Err(Error::CannotKeepKeys));
    assert!(disk.borrow().records.is_empty(), "nothing is left");
    let (client, _disk) = browser(Disk { refuses_keys: true, ..Disk::default() });
    assert!(matches!(run(client.create_device(ADA)), Err(Error::Vault(_))));
    assert_eq!(run(client.stage()), Ok(None));
    let (client, _) = browser(Disk::default());
    assert!(run(client.create_device(ADA)).is_ok());
    assert_eq!(run(client.create_device(BEN)), Err(Error::DeviceExists));
}

/// 8: what was kept is gone. It never becomes a new identity by itself.
#[test]
fn case_8_a_wiped_browser_does_not_start_over_by_itself() {
    let mut world = World::of_two();
    world.browser("wiped", ADA);
    assert_eq!(run(world.client("wiped").stage()), Ok(Some(Stage::Apart)));
    assert_eq!(run(world.client("wiped").due(world.now())), Ok(Vec::new()));
    // Not even if the app begins a chain by mistake: the server's links say that there is one.
    run(world.client("wiped").begin_chain(world.now())).unwrap();
    let served = Served { from: 0, links: world.server.links[&ADA].clone() };
    let outcome = run(world.client("wiped").take_links(ADA, &served, world.now()));
    assert_eq!(outcome, Ok(LinksOutcome::Elsewhere));
    assert_eq!(run(world.client("wiped").stage()), Ok(Some(Stage::Apart)));
}

/// 9, 41: who signs out or is removed gets nothing more, and knows.
#[test]
fn cases_9_and_41_a_removed_device_reads_nothing_more() {
    let mut world = World::of_two();
    world.says("tablet", ADA, "for both");
    world.settle();
    let id = world.pair(ADA, BEN);
    let phone = world.device("phone").id();
    run(world.client("laptop").revoke(phone, 2, world.now())).unwrap();
    world.sync("laptop");
    world.sync("tablet");
    let before = world.server.messages[&id].len();
    world.says("tablet", ADA, "for the laptop");
    world.settle();
    assert!(world.bodies("laptop", id).contains("for the laptop"));
    assert!(!world.bodies("phone", id).contains("for the laptop"));
    let message = &world.server.messages[&id][before];
    let grants: Vec<_> = world.server.grants.get(&phone).into_iter().flatten().collect();
    assert!(grants.is_empty(), "there is no key for it: {message:?}");
    assert_eq!(run(world.client("phone").stage()), Ok(Some(Stage::Removed)));
    let blocked = run(world.client("phone").composer(id, world.now())).unwrap().blocked;
    assert_eq!(blocked, Some(Blocked::NoDevice));
    // A device that lets itself go.
    let desktop = world.device("desktop").id();
    run(world.client("desktop").revoke(desktop, 1, world.now())).unwrap();
    world.settle();
    assert_eq!(run(world.client("desktop").stage()), Ok(Some(Stage::Removed)));
}

/// A removed device goes on writing with what it has, with the help of the server.
#[test]
fn what_a_removed_device_sends_is_marked_or_refused() {
    let mut world = World::of_two();
    world.says("phone", BEN, "from me");
    world.settle();
    let id = world.pair(ADA, BEN);
    run(world.client("phone").open_conversation(BEN)).unwrap();
    world.writes_in("phone", id, "from who found my phone");
    let dm_core::Step::Post(post) = run(world.client("phone").next_step(id, world.now())).unwrap() else {
        panic!()
    };
    run(world.client("laptop").revoke(world.device("phone").id(), 2, world.now())).unwrap();
    world.sync("laptop");
    world.sync("tablet");
    let delivered = crate::puppet::delivered(&world.server, &post.message);
    let dm_core::Received::New(told) = run(world.client("tablet").receive(&delivered)).unwrap() else {
        panic!()
    };
    assert!(told.notes.contains(&dm_core::Note::RemovedDevice) && !told.notify);
    // A new epoch of it counts for nothing.
    let thief = Puppet::thief_of(world.device("phone"));
    let tablet = world.device("tablet").party();
    let grant = thief.grants(&mut world.server, id, &crate::puppet::Epoch::new(1, 99), tablet);
    let outcome = run(world.client("tablet").take_grants(&[grant], world.now())).unwrap();
    assert_eq!(outcome, [dm_core::GrantOutcome::Refused(dm_core::Rejection::RemovedDevice)]);
}

struct Linking {
    world: World,
    offer: LinkOffer,
    code: Code,
    request: LinkRequest,
}

fn linking() -> Linking {
    let mut world = World::of_two();
    world.browser("pad", ADA);
    let (offer, code) = run(world.client("pad").offer_link()).unwrap();
    let request = run(world.client("pad").request_link(&world.server.links[&ADA])).unwrap();
    Linking { world, offer, code, request }
}

/// 33: the server puts its own keys in place of the new device's, or tells the new device of another person.
#[test]
fn case_33_a_link_with_other_keys_or_another_secret_is_refused() {
    let Linking { mut world, offer, code, request } = linking();
    let between = Puppet::new(ADA, 40);
    let head = world.server.chain(ADA).head();
    let swapped = LinkRequest::new(&offer.secret, ADA, &head, between.entry(head.seq + 1, head.hash));
    let accept = |offer: &LinkOffer, request: &LinkRequest| {
        run(world.client("laptop").accept_link(offer, request, world.now()))
    };
    assert_eq!(accept(&offer, &swapped), Err(Refused::OtherDevice.into()));
    let unsigned = LinkRequest { mac: [0; 32], ..request.clone() };
    assert_eq!(accept(&offer, &unsigned), Err(Error::WrongCode));
    let elsewhere = run(world.client("pad").request_link(&world.server.links[&ADA][..1])).unwrap();
    assert_eq!(accept(&offer, &elsewhere), Err(Refused::NoPossession.into()));
    let other = Code::new(&[3; 26]);
    let typed = run(world.client("laptop").accept_link_by_code(&other, &request, world.now()));
    assert_eq!(typed, Err(Error::WrongCode));
    let typed = run(world.client("laptop").accept_link_by_code(&code, &request, world.now()));
    assert_eq!(typed, Ok(()));
    world.sync("laptop");
    let welcome = world.server.welcomes[&offer.device].clone();
    let links = world.server.links[&ADA].clone();
    let take = |welcome: &LinkWelcome, links: &[_]| {
        run(world.client("pad").take_welcome(welcome, links, world.now()))
    };
    let forged = LinkWelcome { identity: between.chain().identity(), ..welcome.clone() };
    assert_eq!(take(&forged, &[between.genesis(1)]), Err(Error::WrongCode));
    assert_eq!(take(&welcome, &[between.genesis(1)]), Err(Refused::OtherIdentity.into()));
    assert_eq!(take(&welcome, &links[..links.len() - 1]), Err(Refused::Rollback.into()));
    assert_eq!(take(&welcome, &links), Ok(()));
    assert_eq!(run(world.client("pad").stage()), Ok(Some(Stage::Active)));
}

/// Two of Ada's devices change her chain at the same moment: no place is ever signed twice by one of them.
#[test]
fn who_was_slower_signs_for_the_next_place() {
    let Linking { mut world, offer, request, .. } = linking();
    run(world.client("laptop").accept_link(&offer, &request, world.now())).unwrap();
    let again = run(world.client("laptop").accept_link(&offer, &request, world.now()));
    assert_eq!(again, Err(Error::AlreadyPending));
    run(world.client("phone").create_recovery(world.now())).unwrap();
    world.sync("phone");
    world.sync("laptop");
    assert_eq!(world.server.links[&ADA].len(), 3, "the phone was faster");
    assert!(!world.server.welcomes.contains_key(&offer.device), "nobody is welcomed who is not in");
    assert!(run(world.client("laptop").has_recovery()).unwrap());
    let request = run(world.client("pad").request_link(&world.server.links[&ADA])).unwrap();
    run(world.client("laptop").accept_link(&offer, &request, world.now())).unwrap();
    world.settle();
    assert_eq!(world.server.links[&ADA].len(), 4);
}

/// The server has the first link, and its answer was lost; the browser died at any step of it.
#[test]
fn a_death_at_any_step_of_enrolling_is_made_good() {
    for step in 1..120 {
        let mut world = World::of_two();
        let user = dm_wire::UserId(77);
        world.browser("new", user);
        world.device("new").tripwire.set(Some(step));
        let begun = run(world.client("new").begin_chain(world.now()));
        let _ = begun.map(|()| world.try_sync("new").ok());
        world.device_mut("new").restart();
        run(world.client("new").begin_chain(world.now())).unwrap();
        world.sync("new");
        assert_eq!(run(world.client("new").stage()), Ok(Some(Stage::Active)), "step {step}");
        world.sync("laptop");
        world.says("laptop", user, "welcome");
        world.sync("new");
        assert_eq!(world.bodies("new", world.pair(ADA, user)).len(), 1, "step {step}");
    }
}
