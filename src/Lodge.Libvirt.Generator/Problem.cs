using Microsoft.CodeAnalysis;

namespace Lodge.Libvirt.Generator;

/// <summary>What the generator complains about.</summary>
internal static class Problem
{
    public static readonly DiagnosticDescriptor BadTable = New(
        "LODGE001", "A protocol table makes no sense", "{0}");

    public static readonly DiagnosticDescriptor UnknownProcedure = New(
        "LODGE002", "A handler names no procedure that can be called", "{0} handles {1}, which is no call in any protocol table");

    public static readonly DiagnosticDescriptor WrongSignature = New(
        "LODGE003", "A handler's signature does not fit its procedure", "{0} must look like this: {1}; Call in place of Session gives access to streams and descriptors");

    public static readonly DiagnosticDescriptor HandledTwice = New(
        "LODGE004", "A procedure has two handlers", "{0} has a handler already");

    private static DiagnosticDescriptor New(string id, string title, string message) =>
        new(id, title, message, "Lodge.Libvirt", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
