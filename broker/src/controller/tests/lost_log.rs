//! A controller whose metadata log is gone stays outside, and whoever runs it is told what to do.

use disk::SimDisk;
use metadata::controller::ControllerConfig;
use metadata::features::MetadataVersion;
use wire::codec::Uuid;
use wire::error_code::ErrorCode as E;

use super::group::Group;
use super::quorum::add;
use super::world::{CLUSTER, config, directory};

#[tokio::test(flavor = "multi_thread")]
async fn a_voter_without_its_log_is_told_to_be_formatted_anew_and_is_taken_in_then() {
    let group = Group::founded().await;
    let mut members = Vec::new();
    for id in [9001, 9002] {
        let member = group.join(config(id, MetadataVersion::MAX), &SimDisk::new()).await;
        group.takes_in(directory(id)).await;
        group.leader.one(1, &[E::None], &add(id, member.port)).await;
        assert_eq!(member.world.node.why_not_taken_in(), None);
        members.push(member);
    }
    let lost = members.pop().unwrap();
    lost.world.node.shutdown().await;
    drop(lost);
    // Its meta.properties is there, its log is not.
    let blank = group.join(config(9002, MetadataVersion::MAX), &SimDisk::new()).await;
    blank.world.until(|world| world.node.why_not_taken_in().is_some()).await;
    let why = blank.world.node.why_not_taken_in().unwrap();
    for told in [
        "the metadata log /meta/__cluster_metadata-0 is gone",
        "empty /meta",
        &format!("ferryman-broker format --config FILE --cluster-id {CLUSTER} --no-initial-controllers"),
        &format!("remove-controller --controller-id 9002 --controller-directory-id {}", directory(9002)),
    ] {
        assert!(why.contains(told), "{told:?} is not in {why}");
    }
    assert!(!why.contains('\n') && !blank.world.node.knows_leader());
    blank.world.node.shutdown().await;
    drop(blank);
    let directory_id = Uuid::from_parts(0xD2, 9002);
    let anew = ControllerConfig { directory_id, ..config(9002, MetadataVersion::MAX) };
    let anew = group.join(anew, &SimDisk::new()).await;
    group.takes_in(directory_id).await;
    anew.world.until(|world| world.node.knows_leader()).await;
    assert_eq!(anew.world.node.why_not_taken_in(), None);
}
