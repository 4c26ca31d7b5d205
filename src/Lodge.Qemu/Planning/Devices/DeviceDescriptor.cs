namespace Lodge.Qemu.Planning.Devices;

/// <summary>An open file that goes to QEMU with a device: at start with its command line, later over the monitor.</summary>
/// <param name="Label">What it is for, such as <c>disk-vda</c>; unique in the VM. Uses of one label share one descriptor.</param>
/// <param name="Source">Where the launcher gets it.</param>
internal sealed record DeviceDescriptor(string Label, DescriptorSource Source);

/// <summary>How an option names a descriptor.</summary>
internal enum DescriptorForm
{
    /// <summary>By its number; over the monitor by the name that <c>getfd</c> gave it.</summary>
    Number,

    /// <summary>By the set that it is in, <c>/dev/fdset/N</c>; over the monitor <c>add-fd</c> tells N.</summary>
    Set,

    /// <summary>By the path <c>/proc/self/fd/N</c>, for options that take only a path; over the monitor <c>add-fd</c> tells N.</summary>
    Path,
}

/// <summary>Tells what QEMU is to call a descriptor.</summary>
/// <param name="descriptor">The descriptor.</param>
/// <param name="form">How it is to be named.</param>
internal delegate string DescriptorNames(DeviceDescriptor descriptor, DescriptorForm form);
