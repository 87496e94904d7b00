using Cloud.Crm.Setup;

return await CommandLine.RunAsync(args, CancellationToken.None);
