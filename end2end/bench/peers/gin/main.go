// The peer for Go: gin, silenceper/wechat and database/sql, as Go services of this size are commonly written.
package main

import (
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strings"

	"github.com/gin-gonic/gin"
)

func main() {
	store, err := openStore(os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatalf("the database: %v", err)
	}
	app := &App{
		store:  store,
		wechat: newWeChat(os.Getenv("WX_APP_ID"), os.Getenv("WX_APP_SECRET"), os.Getenv("WX_BASE_URL")),
		appID:  os.Getenv("WX_APP_ID"),
	}
	switch os.Getenv("TOKENS") {
	case "memory":
		app.memory = newMemoryTokens()
	case "database":
	default:
		log.Fatal("TOKENS is `memory` or `database`")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Getenv("LISTEN"))
	if err != nil {
		log.Fatal(err)
	}
	// the one line on stdout: whoever started this process waits for it
	fmt.Printf("http://%s/\n", listener.Addr())
	log.Fatal(http.Serve(listener, app.router()))
}

func (app *App) router() http.Handler {
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	router.Use(gin.CustomRecovery(func(c *gin.Context, _ any) { fail(c, errInternal) }))
	router.Use(func(c *gin.Context) { c.Header("Cache-Control", "no-store") })
	router.HandleMethodNotAllowed = true
	router.NoRoute(func(c *gin.Context) { fail(c, errNoPath) })
	router.NoMethod(func(c *gin.Context) { fail(c, errNoMethod) })

	api := router.Group("/oapro/wx")
	api.POST("/auth/login_by_weixin", app.login)
	api.POST("/auth/bindPhone", app.bindPhone)
	api.POST("/auth/logout", app.logout)
	api.GET("/user/index", app.userIndex)
	return router
}

// The token of a request; empty if there is none.
func tokenOf(c *gin.Context) string {
	if token := c.GetHeader("X-OA-Token"); token != "" {
		return token
	}
	token, _ := strings.CutPrefix(c.GetHeader("Authorization"), "Bearer ")
	return token
}
