using Lodge.Api.Contracts;
using Lodge.Model.Vms;

namespace Lodge.Api.Tests.Support;

/// <summary>Definitions to test with.</summary>
internal static class Samples
{
    public static VmDefinition Definition(string name = "hello") => new() { Name = name };

    public static CreateVm Stopped(string name = "hello") => new() { Definition = Definition(name) };

    public static CreateVm Started(string name = "hello") => new() { Definition = Definition(name), Start = true };
}
