//! All devices are lost; what was kept for them is still there, and only their person opens it.

use crate::device::{Device, Four, now, the};
use crate::executor::run;
use dm_core::Stage;
use dm_wire::Wire;
use dm_wire::recovery::RecoveryBlob;
use hubbub_shared::ErrorCode;
use hubbub_shared::protocol::command::{GetDmBackup, GetDmBackupKeys, GetDmRecovery};
use hubbub_tests::{Acts, Door, Engine, Server, each_engine};

each_engine! {
    async fn a_code_brings_everything_back(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let (ada, ben) = (four.laptop.user, four.tablet.user);
        let code = run(four.laptop.client.create_recovery(now())).unwrap();
        four.laptop.syncs().await;
        let id = four.laptop.says(ben, "Remember this").await;
        four.settle().await;
        four.desktop.says(ada, "I do").await;
        four.settle().await;
        // A new browser, and nothing but the code.
        let new = Device::browser(&server, "ada", Door::Socket).await;
        assert_eq!(new.is_refused(GetDmBackup { after: None, limit: None }).await, ErrorCode::Forbidden);
        let blob = the!(DmRecovery, new.calls(GetDmRecovery {}).await).recovery.unwrap();
        let blob = RecoveryBlob::parse(&blob.0).unwrap();
        let links = new.links_of(ada).await;
        let device = crate::device::bytes(&blob.head.device);
        let keys = the!(DmBackupKeys, new.calls(GetDmBackupKeys { device }).await).keys;
        let keys: Vec<_> = keys.iter().map(|key| Wire::parse(&key.0).unwrap()).collect();
        run(new.client.recover(&code, &blob, &links, &keys, now())).unwrap();
        new.syncs().await;
        new.syncs().await;
        assert_eq!(run(new.client.stage()).unwrap(), Some(Stage::Active));
        new.restores().await;
        assert_eq!(new.reads(id), four.laptop.reads(id));
        new.says(ben, "Here I am again").await;
        four.tablet.syncs().await;
        four.tablet.syncs().await;
        assert!(four.tablet.reads(id).contains("Here I am again"));
        // To somebody else there is nothing of it.
        assert_eq!(the!(DmRecovery, four.tablet.calls(GetDmRecovery {}).await).recovery, None);
    }

    async fn a_new_device_reads_what_was_said_before_it(engine: Engine) {
        let server = Server::on(engine).await;
        let four = Four::on(&server).await;
        let ben = four.tablet.user;
        let id = four.laptop.says(ben, "Long ago").await;
        four.settle().await;
        let watch = four.laptop.lets_in(&server, "ada", Door::Rest).await;
        watch.restores().await;
        assert!(watch.reads(id).contains("Long ago"), "{:?}", watch.reads(id));
    }
}
