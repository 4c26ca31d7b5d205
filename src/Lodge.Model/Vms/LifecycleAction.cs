using System.Text.Json.Serialization;
using Lodge.Model.Json;

namespace Lodge.Model.Vms;

/// <summary>What happens to a VM when its guest powers off, reboots or crashes.</summary>
[JsonConverter(typeof(KebabEnumConverter<LifecycleAction>))]
public enum LifecycleAction
{
    /// <summary>End the VM and give its resources back.</summary>
    Destroy = 0,

    /// <summary>Start the guest again in the same VM.</summary>
    Restart = 1,

    /// <summary>Keep the VM as it is, stopped in its tracks, for inspection.</summary>
    Preserve = 2,
}
