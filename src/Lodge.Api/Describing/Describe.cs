using Lodge.Api.Contracts;
using Lodge.Api.Errors;
using Lodge.Model.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Lodge.Api.Describing;

/// <summary>Says of an endpoint what the OpenAPI document shall tell of it.</summary>
internal static class Describe
{
    private const string Json = "application/json";

    // Whatever a client says of its body, it is read as JSON: 'curl -d' says that it is a form.
    private const string Anything = "*/*";

    /// <summary>Name, one line, and the ways in which the operation can fail.</summary>
    public static RouteHandlerBuilder As(this RouteHandlerBuilder endpoint, string name, string summary, params ErrorCode[] failures)
    {
        foreach (var status in failures.Append(ErrorCode.InvalidArgument).Append(ErrorCode.Internal)
            .Select(code => ProblemMapper.KindOf(code).Status).Distinct())
        {
            endpoint.Produces<Problem>(status, ProblemWriter.ContentType);
        }

        return endpoint.WithName(name).WithSummary(summary).WithMetadata(new ApiOperation(failures));
    }

    /// <summary>A query parameter; those that are not declared are refused.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, string query, string description, bool isRequired = false)
        where T : struct => endpoint.WithMetadata(new QueryParameter(query, typeof(T), description) { IsRequired = isRequired });

    /// <summary>A query parameter that is a text.</summary>
    public static RouteHandlerBuilder TakesText(this RouteHandlerBuilder endpoint, string query, string description, bool isRequired = true) =>
        endpoint.WithMetadata(new QueryParameter(query, typeof(string), description) { IsRequired = isRequired });

    /// <summary>A JSON body that must be there.</summary>
    public static RouteHandlerBuilder Reads<T>(this RouteHandlerBuilder endpoint)
        where T : notnull => endpoint.Accepts<T>(isOptional: false, Json, Anything);

    /// <summary>A JSON body that may be left out.</summary>
    public static RouteHandlerBuilder MayRead<T>(this RouteHandlerBuilder endpoint)
        where T : notnull => endpoint.Accepts<T>(isOptional: true, Json, Anything);

    /// <summary>A JSON answer.</summary>
    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder endpoint, int status = StatusCodes.Status200OK) =>
        endpoint.Produces<T>(status, Json);
}
