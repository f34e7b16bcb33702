//! How a device stands to being told by web push, and how far a trial of it has come.

/// What the browser and the person let.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// Notifications may be shown.
    Granted,
    /// The person, or the browser for them, has refused.
    Denied,
    /// Nobody was asked yet.
    Undecided,
}

/// What is known of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviceFacts {
    /// Whether the browser has web push at all.
    pub is_supported: bool,
    /// Whether it would, from an icon of its own: an iPhone or iPad.
    pub needs_icon: bool,
    /// What the browser and the person let.
    pub permission: Permission,
    /// Whether the browser has a subscription.
    pub is_subscribed: bool,
    /// Whether the server knows of it.
    pub is_known: bool,
}

/// How a device stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceState {
    /// The browser cannot.
    Unsupported,
    /// It can as soon as the app has its icon on the Home Screen.
    NeedsIcon,
    /// Only the person can change that, in the browser.
    Blocked,
    /// It is not told.
    Off,
    /// It is told.
    On,
}

impl DeviceState {
    /// What the facts come to.
    pub fn of(facts: DeviceFacts) -> Self {
        match facts {
            DeviceFacts { is_supported: false, needs_icon: true, .. } => Self::NeedsIcon,
            DeviceFacts { is_supported: false, .. } => Self::Unsupported,
            DeviceFacts { permission: Permission::Denied, .. } => Self::Blocked,
            DeviceFacts { permission: Permission::Granted, is_subscribed: true, is_known: true, .. } => {
                Self::On
            }
            _ => Self::Off,
        }
    }
}

/// What has to work for a notification to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The browser may show notifications.
    Permission,
    /// The device is subscribed, and the server knows.
    Subscription,
    /// The push service takes something for it.
    Service,
    /// What it took arrives here.
    Arrival,
}

/// How far a step of a trial is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Others come before it.
    Waits,
    /// It is being tried.
    Runs,
    /// It was tried, and works.
    Works,
    /// It does not work.
    Fails,
}

/// A trial of all steps, one after another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// The step that is tried. `None`: all of them work.
    pub at: Option<Step>,
    /// What to do about it. `None`: nothing failed.
    pub failed: Option<String>,
}

impl Trial {
    /// In the order in which they are tried.
    pub const STEPS: [Step; 4] = [Step::Permission, Step::Subscription, Step::Service, Step::Arrival];

    /// It tries this one.
    pub fn at(step: Step) -> Self {
        Self { at: Some(step), failed: None }
    }

    /// It ends at this one, and this is to be done.
    pub fn failed(step: Step, what_to_do: String) -> Self {
        Self { at: Some(step), failed: Some(what_to_do) }
    }

    /// Every step of it works.
    pub const fn done() -> Self {
        Self { at: None, failed: None }
    }

    /// Whether something is still being tried.
    pub fn runs(&self) -> bool {
        self.at.is_some() && self.failed.is_none()
    }

    /// How far a step is.
    pub fn standing(&self, step: Step) -> Standing {
        match self.at {
            Some(at) if step > at => Standing::Waits,
            Some(at) if step == at && self.failed.is_some() => Standing::Fails,
            Some(at) if step == at => Standing::Runs,
            _ => Standing::Works,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: DeviceFacts = DeviceFacts {
        is_supported: true,
        needs_icon: false,
        permission: Permission::Granted,
        is_subscribed: true,
        is_known: true,
    };

    #[test]
    fn a_device_is_told_only_if_everything_is_as_it_should_be() {
        assert_eq!(DeviceState::of(GOOD), DeviceState::On);
        assert_eq!(DeviceState::of(DeviceFacts { is_known: false, ..GOOD }), DeviceState::Off);
        assert_eq!(DeviceState::of(DeviceFacts { is_subscribed: false, ..GOOD }), DeviceState::Off);
        let undecided = DeviceFacts { permission: Permission::Undecided, ..GOOD };
        assert_eq!(DeviceState::of(undecided), DeviceState::Off);
        let denied = DeviceFacts { permission: Permission::Denied, ..GOOD };
        assert_eq!(DeviceState::of(denied), DeviceState::Blocked);
    }

    #[test]
    fn an_iphone_in_safari_is_told_how_and_others_that_they_cannot() {
        let cannot = DeviceFacts { is_supported: false, ..GOOD };
        assert_eq!(DeviceState::of(cannot), DeviceState::Unsupported);
        assert_eq!(DeviceState::of(DeviceFacts { needs_icon: true, ..cannot }), DeviceState::NeedsIcon);
        let from_its_icon = DeviceFacts { needs_icon: true, ..GOOD };
        assert_eq!(DeviceState::of(from_its_icon), DeviceState::On);
    }

    #[test]
    fn a_trial_says_which_step_failed_and_that_those_before_it_work() {
        use Standing::{Fails, Runs, Waits, Works};
        let standings = |trial: &Trial| Trial::STEPS.map(|step| trial.standing(step));
        assert_eq!(standings(&Trial::at(Step::Permission)), [Runs, Waits, Waits, Waits]);
        let failed = Trial::failed(Step::Service, "Turn it off and on again.".to_owned());
        assert_eq!(standings(&failed), [Works, Works, Fails, Waits]);
        assert!(!failed.runs() && !Trial::done().runs() && Trial::at(Step::Arrival).runs());
        assert_eq!(standings(&Trial::done()), [Works; 4]);
    }
}
