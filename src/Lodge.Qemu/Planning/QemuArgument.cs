namespace Lodge.Qemu.Planning;

/// <summary>One option of QEMU's command line.</summary>
/// <param name="Name">With its dash.</param>
/// <param name="Value">Its one value; null for an option without.</param>
internal readonly record struct QemuArgument(string Name, string? Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value is null ? Name : $"{Name} {Value}";
}
