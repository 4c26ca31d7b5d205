namespace Lodge.Storage.Images;

/// <summary>How far the making of an image is.</summary>
/// <param name="Step">The number of the step that begins, from 1.</param>
/// <param name="Steps">How many steps there are.</param>
/// <param name="Message">What the step does, for people; a phrase without a full stop.</param>
public sealed record ImageBuildProgress(int Step, int Steps, string Message);
