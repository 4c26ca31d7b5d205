using Lodge.Api.Describing;
using Lodge.Model.Errors;
using Lodge.Model.Text;
using Microsoft.AspNetCore.Http;

namespace Lodge.Api.Requests;

/// <summary>Refuses query parameters that an operation does not have, so that a typo is not taken for silence.</summary>
internal sealed class QueryCheck(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        if (context.Request.Query.Count > 0 && endpoint?.Metadata.GetMetadata<ApiOperation>() is not null)
        {
            var known = endpoint.Metadata.GetOrderedMetadata<QueryParameter>().Select(parameter => parameter.Name).ToArray();
            foreach (var name in context.Request.Query.Keys.Where(name => !known.Contains(name)))
            {
                throw Unknown(name, known);
            }
        }

        return next(context);
    }

    private static LodgeException Unknown(string name, string[] known)
    {
        var near = Suggestion.For(name, known);
        return new LodgeException(
            ErrorCode.InvalidArgument,
            $"'{name}' is not a query parameter of this address{(near is null ? "." : $"; did you mean '{near}'?")}",
            known.Length == 0 ? "It has none." : $"It has: {string.Join(", ", known)}.");
    }
}
