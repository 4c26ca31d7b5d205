using Microsoft.CodeAnalysis.Text;

namespace Lodge.Libvirt.Generator.Handlers;

/// <summary>A method marked as the handler of a procedure, as its author wrote it.</summary>
/// <param name="Class">Simple name of its class.</param>
/// <param name="FullClass">Name of its class with the namespace.</param>
/// <param name="Method">Its name.</param>
/// <param name="NumberType">The enumeration that the attribute names.</param>
/// <param name="Procedure">The procedure that the attribute names.</param>
/// <param name="Returns">Its return type, without spaces.</param>
/// <param name="Takes">The types of its parameters, without spaces, separated by commas.</param>
/// <param name="Place">Where it stands.</param>
internal sealed record HandlerMethod(
    string Class, string FullClass, string Method, string NumberType, string Procedure, string Returns, string Takes, HandlerPlace Place);

/// <summary>Where a handler stands; comparable, unlike the compiler's own locations.</summary>
internal sealed record HandlerPlace(string File, TextSpan Span, LinePositionSpan Lines);
