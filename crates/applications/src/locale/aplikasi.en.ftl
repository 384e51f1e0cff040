# applications
