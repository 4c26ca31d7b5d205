using Lodge.Xdr;

namespace Lodge.Libvirt.Protocol;

/// <summary>What is known of programs and procedures without running them; the generator adds the tables.</summary>
internal static partial class ProtocolFacts
{
    /// <summary>What the table says about a procedure.</summary>
    public static ProcedureTraits Traits(uint program, int procedure)
    {
        var traits = TraitsOf(program);
        return (uint)procedure < (uint)traits.Length ? (ProcedureTraits)traits[procedure] : ProcedureTraits.None;
    }

    /// <summary>Whether a read-only connection may not make this call, be it always or with these arguments.</summary>
    /// <exception cref="XdrException">The arguments cannot be read.</exception>
    public static bool IsDeniedToReaders(uint program, int procedure, ReadOnlySpan<byte> arguments)
    {
        var traits = Traits(program, procedure);
        var reader = new XdrReader(arguments);
        return traits.HasFlag(ProcedureTraits.Denied)
            || (traits.HasFlag(ProcedureTraits.DeniedByArguments) && AsksForMoreThanReading(program, procedure, ref reader));
    }
}
