using System.Runtime.CompilerServices;
using Lodge.Libvirt.Errors;
using Lodge.Libvirt.Handlers;
using Lodge.Libvirt.Protocol;
using Lodge.TestSupport;

namespace Lodge.Libvirt.Tests.Protocol;

public sealed class NumberTests
{
    [Fact]
    public void All_procedures_are_known_without_a_gap()
    {
        Assert.Equal(Enumerable.Range(1, 456), Enum.GetValues<RemoteProcedure>().Select(procedure => (int)procedure));
        Assert.Equal(Enumerable.Range(1, 7), Enum.GetValues<QemuProcedure>().Select(procedure => (int)procedure));
    }

    [Fact]
    public void Released_numbers_and_what_is_known_of_them_never_change()
    {
        var now = Lines<RemoteProcedure>(ProtocolFacts.RemoteProgram).Concat(Lines<QemuProcedure>(ProtocolFacts.QemuProgram)).ToList();
        var released = File.ReadAllLines(Path.Combine(Here(), "Golden", "procedures.txt"));

        Assert.Empty(released.Except(now));
        Golden.Compare("Golden/procedures.txt", string.Join('\n', now) + "\n");
    }

    [Fact]
    public void Numbers_beside_procedures_are_those_of_the_wire()
    {
        Assert.Equal((0x20008086u, 1u, 0x20008087u, 1u), (
            ProtocolFacts.RemoteProgram, ProtocolFacts.RemoteVersion, ProtocolFacts.QemuProgram, ProtocolFacts.QemuVersion));
        Assert.Equal((42, 55, 3, 39), ((int)ErrorNumber.NoDomain, (int)ErrorNumber.OperationInvalid, (int)ErrorNumber.NoSupport, (int)ErrorNumber.Rpc));
        Assert.Equal((10, 14), ((int)Feature.KeepAlive, (int)Feature.EventCallbacks));
    }

    private static IEnumerable<string> Lines<T>(uint program)
        where T : struct, Enum =>
        from procedure in Enum.GetValues<T>()
        let number = Convert.ToInt32(procedure, System.Globalization.CultureInfo.InvariantCulture)
        select $"{program:x8} {number} {procedure} {ProtocolFacts.ApiName(program, number)} [{ProtocolFacts.Traits(program, number)}]";

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
