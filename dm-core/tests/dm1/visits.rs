//! A visit of a device to the server, with all that is to be done.

use crate::executor::run;
use crate::network::Fault;
use crate::server::Answer;
use crate::world::World;
use dm_core::{Error, GrantOutcome, LinksOutcome, Need, Received, Served, Stage, Step, Upload};
use dm_wire::UserId;
use dm_wire::ids::ConversationId;
use std::collections::BTreeSet;

impl World {
    pub fn sync(&mut self, name: &str) {
        match self.try_sync(name) {
            Ok(()) | Err(Fault::Lost) => {}
            Err(Fault::Died) => self.device_mut(name).restart(),
            Err(Fault::Refused(why)) => panic!("{name}: {why:?}"),
        }
    }

    /// One visit of a device to the server, with all that is to be done.
    pub fn try_sync(&mut self, name: &str) -> Result<(), Fault> {
        self.upload(name)?;
        if !self.is_active(name)? {
            return Ok(());
        }
        let users: Vec<UserId> = self.server.links.keys().copied().collect();
        for user in users {
            self.fetch_links(name, user)?;
        }
        if !self.is_active(name)? {
            return Ok(());
        }
        let groups: Vec<_> = self.server.groups.keys().copied().collect();
        for group in groups {
            self.fetch_changes(name, group)?;
        }
        self.fetch_grants(name)?;
        self.fetch_messages(name)?;
        self.fetch_grants(name)?;
        for id in self.conversations_of(name) {
            let retried = run(self.client(name).retry(id))?;
            self.note(name, retried);
            self.post(name, id)?;
        }
        self.back_up(name)?;
        self.upload(name)
    }

    fn is_active(&self, name: &str) -> Result<bool, Fault> {
        Ok(run(self.client(name).stage())? == Some(Stage::Active))
    }

    fn conversations_of(&self, name: &str) -> Vec<ConversationId> {
        run(self.client(name).conversations()).unwrap_or_default()
    }

    pub fn upload(&mut self, name: &str) -> Result<(), Fault> {
        let now = self.now();
        let device = self.device(name);
        let (user, due) = (device.user, run(device.client.due(now))?);
        for upload in due {
            let id = run(self.client(name).party())?.device;
            self.network.carry()?;
            let taken = self.server.take(id, &upload);
            self.network.carry()?;
            match (taken, &upload) {
                (true, _) => run(self.client(name).done(&upload))?,
                (false, Upload::Link(_)) => self.fetch_links(name, user)?,
                (false, Upload::Change(change)) => self.fetch_changes(name, change.body.conversation)?,
                (false, Upload::BackupGrants(_)) => self.fetch_backup_keys(name)?,
                (false, other) => panic!("{name}: not taken: {other:?}"),
            }
        }
        if run(self.client(name).stage())? == Some(Stage::Active) {
            let id = run(self.client(name).party())?.device;
            let left = self.server.one_time.get(&id).map_or(0, |keys| keys.len() as u32);
            run(self.client(name).one_time_keys_left(left))?;
        }
        Ok(())
    }

    pub fn fetch_links(&mut self, name: &str, user: UserId) -> Result<(), Fault> {
        let from = run(self.client(name).links_from(user))?;
        self.network.carry()?;
        let served = Served { from, links: self.server.links_from(user, from) };
        let outcome = run(self.client(name).take_links(user, &served, self.now()))?;
        if outcome != LinksOutcome::Unchanged {
            self.device_mut(name).links.push((user, outcome));
        }
        if let Some(attest) = self.server.attests.get(&user) {
            // A head that is from before somebody started over is of another chain.
            let _ = run(self.client(name).take_attest(attest, self.now()));
        }
        Ok(())
    }

    pub fn fetch_changes(&mut self, name: &str, group: ConversationId) -> Result<(), Fault> {
        let changes = self.server.groups.get(&group).cloned().unwrap_or_default();
        let user = self.device(name).user;
        let names_user = |change: &dm_wire::membership::Membership| match &change.body.change {
            dm_wire::membership::MembershipChange::Create { members, .. } => {
                members.all().contains_key(&user)
            }
            dm_wire::membership::MembershipChange::Add(new, _) => *new == user,
            _ => false,
        };
        if changes.iter().any(names_user) {
            self.network.carry()?;
            run(self.client(name).take_changes(&changes))?;
        }
        Ok(())
    }

    pub fn provide(&mut self, name: &str, need: Need) -> Result<(), Fault> {
        match need {
            Need::Links(user) => self.fetch_links(name, user),
            Need::Changes(id) => self.fetch_changes(name, id),
            Need::Conversation(id) if self.server.groups.contains_key(&id) => self.fetch_changes(name, id),
            Need::Conversation(id) => {
                let own = self.device(name).user;
                for user in self.server.members(id).into_iter().filter(|user| *user != own) {
                    self.fetch_links(name, user)?;
                    match run(self.client(name).open_conversation(user)) {
                        Ok(_) | Err(Error::Blocked(_)) => {}
                        Err(why) => return Err(why.into()),
                    }
                }
                Ok(())
            }
            Need::Grants | Need::Acknowledgement(_) | Need::Update => Ok(()),
        }
    }

    pub fn fetch_grants(&mut self, name: &str) -> Result<(), Fault> {
        let id = run(self.client(name).party())?.device;
        for _ in 0..3 {
            let grants = self.server.grants.get(&id).cloned().unwrap_or_default();
            self.network.carry()?;
            let grants = self.network.deliver(&grants);
            let outcomes = run(self.client(name).take_grants(&grants, self.now()))?;
            let needs: BTreeSet<Need> = outcomes
                .iter()
                .filter_map(
                    |outcome| if let GrantOutcome::Needs(need) = outcome { Some(*need) } else { None },
                )
                .collect();
            self.device_mut(name).grants.extend(outcomes);
            if needs.is_empty() {
                return Ok(());
            }
            for need in needs {
                self.provide(name, need)?;
            }
        }
        Ok(())
    }

    fn note(&mut self, name: &str, outcomes: Vec<Received>) {
        let device = self.device_mut(name);
        for outcome in outcomes {
            if let Received::New(told) = &outcome {
                device.told.push((**told).clone());
            }
            device.received.push(outcome);
        }
    }

    pub fn fetch_messages(&mut self, name: &str) -> Result<(), Fault> {
        let user = self.device(name).user;
        let ids: Vec<_> = self.server.messages.keys().copied().collect();
        for id in ids {
            let was_in =
                self.server.members(id).contains(&user) || self.device(name).cursor.contains_key(&id);
            if !was_in {
                continue;
            }
            self.network.carry()?;
            let all = self.server.messages[&id].clone();
            let from = self.device(name).cursor.get(&id).copied().unwrap_or(0).min(all.len());
            let is_whole = self.network.withholds == 0;
            for delivered in self.network.deliver(&all[from..]) {
                let outcome = run(self.client(name).receive(&delivered))?;
                if let Received::Waiting(need) = &outcome {
                    self.provide(name, *need)?;
                }
                self.note(name, vec![outcome]);
            }
            if is_whole {
                self.device_mut(name).cursor.insert(id, all.len());
            } else {
                self.device_mut(name).cursor.entry(id).or_insert(0);
            }
        }
        Ok(())
    }

    pub fn post(&mut self, name: &str, id: ConversationId) -> Result<(), Fault> {
        for _ in 0..12 {
            let step = run(self.client(name).next_step(id, self.now()))?;
            match step {
                Step::Idle => return Ok(()),
                Step::Blocked(why) => {
                    self.device_mut(name).blocked.push(why);
                    return Ok(());
                }
                Step::Claim(parties) => {
                    self.network.carry()?;
                    let claims = self.server.claim(&parties);
                    self.network.carry()?;
                    match run(self.client(name).take_claims(id, &claims, self.now())) {
                        Ok(_) => {}
                        Err(Error::Blocked(why)) => {
                            self.device_mut(name).blocked.push(why);
                            return Ok(());
                        }
                        Err(why) => return Err(why.into()),
                    }
                }
                Step::Post(post) => {
                    let session = run(self.client(name).party())?;
                    self.network.carry()?;
                    let answer = self.server.post(session, &post);
                    self.network.carry()?;
                    let message = &post.message;
                    match answer {
                        Ok(Answer::Taken(receipt)) => drop(run(self.client(name).posted(message, receipt))?),
                        Ok(Answer::Other(there, receipt)) => {
                            assert!(run(self.client(name).posted(&there, receipt))?, "it is one of ours");
                        }
                        Ok(Answer::DevicesChanged) | Err(_) => {
                            run(self.client(name).devices_changed(id, message.header.opening.id))?;
                            for user in self.server.members(id) {
                                self.fetch_links(name, user)?;
                            }
                            self.fetch_changes(name, id)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    pub fn fetch_backup_keys(&mut self, name: &str) -> Result<(), Fault> {
        let party = run(self.client(name).party())?;
        let keys = self.server.backup_grants_to(party.user, party.device);
        run(self.client(name).take_backup_grants(&keys))?;
        Ok(())
    }

    fn back_up(&mut self, name: &str) -> Result<(), Fault> {
        self.fetch_backup_keys(name)?;
        let entries = run(self.client(name).backup_entries(100))?;
        self.network.carry()?;
        self.server.put_backup(&entries);
        self.network.carry()?;
        Ok(run(self.client(name).backed_up(&entries))?)
    }
}
