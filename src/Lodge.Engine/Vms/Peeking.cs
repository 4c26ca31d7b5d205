namespace Lodge.Engine.Vms;

/// <summary>Looks at pieces of a guest's disks and memory.</summary>
public static class Peeking
{
    /// <summary>The most that is read at once, bytes.</summary>
    public const int Most = 4 << 20;
}
