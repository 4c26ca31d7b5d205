using Lodge.Linux.Errors;

namespace Lodge.Network.Hosts;

/// <summary>Does what may be done already.</summary>
internal static class Trying
{
    /// <summary>Does something, unless the kernel says that it is so already.</summary>
    /// <param name="so">Names of the kernel's errors that mean so.</param>
    /// <param name="work">What to do.</param>
    /// <returns>Whether it had to be done.</returns>
    /// <exception cref="LinuxException">The kernel refuses for another reason.</exception>
    public static bool Unless(IReadOnlyList<string> so, Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (LinuxException done) when (so.Contains(done.Name))
        {
            return false;
        }
    }
}
