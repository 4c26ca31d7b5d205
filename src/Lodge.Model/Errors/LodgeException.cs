namespace Lodge.Model.Errors;

/// <summary>Carries a <see cref="LodgeError"/> up to the door that answers the caller.</summary>
public sealed class LodgeException : Exception
{
    /// <summary>Creates the exception for <paramref name="error"/>.</summary>
    /// <param name="error">The failure.</param>
    /// <param name="cause">What led to it, for the log; its text is never shown to the caller.</param>
    public LodgeException(LodgeError error, Exception? cause = null)
        : base(error.Message, cause) => Error = error;

    /// <summary>Creates the exception from the parts of a <see cref="LodgeError"/>.</summary>
    public LodgeException(ErrorCode code, string message, string? remedy = null, Exception? cause = null)
        : this(new LodgeError(code, message, remedy), cause)
    {
    }

    /// <summary>The failure to show.</summary>
    public LodgeError Error { get; }
}
