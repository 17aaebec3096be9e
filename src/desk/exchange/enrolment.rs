//! A new desk presents itself: keys, profile, and the file that headquarters enrols it by.

use crate::domain::ports::Entropy;
use crate::domain::territory::RegionCode;
use crate::sync::enrol::Enrol;
use crate::sync::keyfile::Secrets;

use super::super::context::{Profile, Seat};
use super::super::home::Home;
use super::super::{Desk, DeskError, OwnedEntropy, SharedClock, system};

/// Bytes of randomness in an incarnation's name.
const INCARNATION: usize = 8;

/// A new incarnation's name.
pub(in super::super) fn incarnation(entropy: &mut dyn Entropy) -> String {
    let mut bytes = [0u8; INCARNATION];
    entropy.fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The profile of a new desk.
pub(super) fn profile(
    seat: Seat,
    name: &str,
    actor: &str,
    trial: bool,
    secrets: &Secrets,
    entropy: &mut dyn Entropy,
) -> Profile {
    Profile {
        seat,
        name: crate::text::clean::clean_line(name),
        actor: crate::text::clean::clean_line(actor),
        key: secrets.key.public().key_id(),
        inc: incarnation(entropy),
        lives_before: 0,
        trial,
        org_fingerprint: None,
    }
}

impl Desk {
    /// Makes a region's desk and writes its enrolment beside the store.
    ///
    /// # Errors
    /// Where a desk lives there already, or the folder cannot be written.
    pub fn init(
        home: Home,
        region: RegionCode,
        name: &str,
        actor: &str,
        passphrase: Option<&str>,
        clock: SharedClock,
        entropy: OwnedEntropy,
    ) -> Result<Desk, DeskError> {
        Desk::init_at(home, Seat::Region(region), (name, actor), passphrase, clock, entropy)
    }

    /// Makes another desk of a headquarters that there is already, and writes its enrolment.
    ///
    /// # Errors
    /// As for [`Desk::init`].
    pub fn join_headquarters(
        home: Home,
        name: &str,
        actor: &str,
        passphrase: Option<&str>,
        clock: SharedClock,
        entropy: OwnedEntropy,
    ) -> Result<Desk, DeskError> {
        Desk::init_at(home, Seat::Headquarters, (name, actor), passphrase, clock, entropy)
    }

    fn init_at(
        home: Home,
        seat: Seat,
        (name, actor): (&str, &str),
        passphrase: Option<&str>,
        clock: SharedClock,
        entropy: OwnedEntropy,
    ) -> Result<Desk, DeskError> {
        let trial = passphrase.is_none_or(str::is_empty);
        let desk = Desk::settle(
            home,
            |secrets, entropy| profile(seat, name, actor, trial, secrets, entropy),
            passphrase,
            clock,
            entropy,
        )?;
        desk.write_enrolment()?;
        Ok(desk)
    }

    /// Writes the enrolment of the key at hand beside the store.
    pub(in super::super) fn write_enrolment(&self) -> Result<(), DeskError> {
        let enrol = Enrol {
            v: crate::sync::VERSION,
            public: self.secrets.key.public().to_hex(),
            alg: crate::sync::keys::ED25519.to_owned(),
            age: self.secrets.age.as_ref().map(|age| age.recipient()),
            region: self.context.profile.region().map(|region| region.to_string()),
            name: self.context.profile.name.clone(),
            person: self.context.profile.actor.clone(),
            machine: std::env::consts::OS.to_owned(),
            trial: self.context.profile.trial,
            made: super::super::instant(self.now()),
        };
        let line = enrol.sign(&self.secrets.key).to_line();
        system::write_whole(&self.home.enrolment(), format!("{line}\n").as_bytes())
    }
}
