using Lodge.Model.Errors;

namespace Lodge.Api.Describing;

/// <summary>Marks an endpoint as an operation of the API, with the ways in which it can fail.</summary>
/// <param name="Failures">Codes that are particular to it; every operation can also fail with the common ones.</param>
public sealed record ApiOperation(IReadOnlyList<ErrorCode> Failures);

/// <summary>A query parameter of an operation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type: bool, long, double, string, or an enum in kebab-case.</param>
/// <param name="Description">One sentence.</param>
public sealed record QueryParameter(string Name, Type Type, string Description)
{
    /// <summary>Whether it must be there.</summary>
    public bool IsRequired { get; init; }
}
